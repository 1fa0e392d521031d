import ArgumentParser

struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Manage compute sessions",
        subcommands: [
            SessionCreate.self, SessionList.self, SessionInfo.self, SessionLogs.self, SessionDestroy.self,
            SessionUpload.self, SessionDownload.self, SessionFileList.self, SecureShellCommand.self,
            SecureCopyCommand.self,
        ]
    )
}
