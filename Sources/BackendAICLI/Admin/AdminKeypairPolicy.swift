import ArgumentParser
import BackendAIKit
import Core

struct AdminKeypairPolicy: ParsableCommand, PolicyKind {
    static let configuration: CommandConfiguration = commands("What keypairs may use")

    static let subject = "keypair"
    static let typeName = "KeyPair"
    static let nameType = "String"
    static let noun = Noun.keypairPolicy
    static let remark = """
        Folders are limited by the policies of users and projects: --max-vfolder-count and --max-vfolder-size are taken for \
        older managers.
        """

    /// What a policy can limit.
    struct Limits: PolicyLimits {
        @Option(help: ArgumentHelp("LIMITED or UNLIMITED, for slots that are not named", valueName: "word"))
        var defaultForUnspecified: String?

        @Option(help: ArgumentHelp("The most of each slot: cpu=4,mem=16g, or JSON", valueName: "slots"))
        var totalResourceSlots: SlotsArgument?

        @Option(help: ArgumentHelp("How long a session may live; 0 is for ever", valueName: "seconds"))
        var maxSessionLifetime: Int?

        @Option(help: ArgumentHelp("The most sessions at once", valueName: "count"))
        var maxConcurrentSessions: Int?

        @Option(help: ArgumentHelp("The most sessions for transfers at once", valueName: "count"))
        var maxConcurrentSftpSessions: Int?

        @Option(help: ArgumentHelp("The most kernels of a session", valueName: "count"))
        var maxContainersPerSession: Int?

        @Option(help: ArgumentHelp("How long a session may do nothing; 0 is for ever", valueName: "seconds"))
        var idleTimeout: Int?

        @Option(
            name: [
                .customLong("vfolder-host-perms"), .customLong("vfolder-host-permissions"), .customLong("vfhost-perms"),
                .customLong("allowed-vfolder-hosts"),
            ],
            help: ArgumentHelp("What may be done on which host of folders, as JSON", valueName: "json"))
        var vfolderHostPerms: JSONArgument?

        @Option(help: ArgumentHelp("The most folders, for older managers", valueName: "count"))
        var maxVfolderCount: Int?

        @Option(
            help: ArgumentHelp("The largest folder, for older managers", valueName: "size"),
            transform: BinarySize.argument)
        var maxVfolderSize: BinarySize?

        func validate() throws {
            if let word = defaultForUnspecified, !["LIMITED", "UNLIMITED"].contains(word.uppercased()) {
                throw ValidationError("`--default-for-unspecified` is LIMITED or UNLIMITED, not `\(word)`")
            }
        }

        /// What is asked for; a new policy has the original's values where nothing is said.
        func input(isNew: Bool) -> ChangeInput {
            var input = ChangeInput()
            input.set(
                "default_for_unspecified", text: defaultForUnspecified?.uppercased() ?? (isNew ? "UNLIMITED" : nil))
            input.set("total_resource_slots", json: totalResourceSlots?.json ?? (isNew ? .empty : nil))
            input.set("max_session_lifetime", number: maxSessionLifetime ?? (isNew ? 0 : nil))
            input.set("max_concurrent_sessions", number: maxConcurrentSessions ?? (isNew ? 30 : nil))
            input.set("max_concurrent_sftp_sessions", number: maxConcurrentSftpSessions ?? (isNew ? 30 : nil))
            input.set("max_containers_per_session", number: maxContainersPerSession ?? (isNew ? 1 : nil))
            input.set("idle_timeout", number: idleTimeout ?? (isNew ? 1800 : nil))
            input.set("allowed_vfolder_hosts", json: vfolderHostPerms ?? (isNew ? .empty : nil))
            // The original's manager fails without these two, although they mean nothing any more.
            input.set("max_vfolder_count", number: maxVfolderCount ?? (isNew ? 0 : nil))
            input.set("max_vfolder_size", number: maxVfolderSize.map { Int($0.bytes) } ?? (isNew ? 0 : nil))
            return input
        }
    }
}
