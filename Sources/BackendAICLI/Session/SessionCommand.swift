import ArgumentParser

struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Manage compute sessions",
        subcommands: [
            SessionCreate.self, SessionFromTemplate.self, SessionList.self, SessionInfo.self, SessionLogs.self,
            SessionDestroy.self, SessionRestart.self, SessionRename.self, SessionUpload.self, SessionDownload.self,
            SessionFileList.self, SecureShellCommand.self, SecureCopyCommand.self, EventsCommand.self,
            WatchCommand.self, WaitCommand.self, SessionCommit.self, SessionAbuseHistory.self,
            SessionStatusHistory.self, SessionHistory.self, SessionShowGraph.self,
        ]
    )
}
