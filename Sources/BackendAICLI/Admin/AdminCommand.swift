import ArgumentParser

struct AdminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Administer the cluster",
        discussion: "What each command may do and see is decided by the manager, by your role.",
        subcommands: [
            AdminSession.self, AdminAgent.self, AdminWatcher.self, AdminImage.self, AdminKeypair.self,
            AdminKeypairPolicy.self, AdminUserPolicy.self, AdminProjectPolicy.self, AdminUser.self, AdminDomain.self,
            AdminGroup.self, AdminScalingGroup.self, AdminPreset.self, AdminPermission.self, AdminConfiguration.self,
            AdminManager.self, AdminAnnouncement.self, AdminResource.self, AdminAudit.self,
        ]
    )
}
