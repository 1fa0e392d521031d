import ArgumentParser
import BackendAIKit
import Core

struct AdminUserPolicy: ParsableCommand, PolicyKind {
    static let configuration: CommandConfiguration = commands("What users may use")

    static let subject = "user"
    static let typeName = "User"
    static let nameType = "String"
    static let noun = Noun.userPolicy

    /// What a policy can limit.
    struct Limits: PolicyLimits {
        @Option(help: ArgumentHelp("The most folders; 0 is no limit", valueName: "count"))
        var maxVfolderCount: Int?

        @Option(
            help: ArgumentHelp("The most that folders hold together, such as 100g; -1 is no limit", valueName: "size"))
        var maxQuotaScopeSize: SizeLimit?

        @Option(help: ArgumentHelp("The most sessions of one service", valueName: "count"))
        var maxSessionCountPerModelSession: Int?

        /// What is asked for; a new policy limits nothing that is not said.
        func input(isNew: Bool) -> ChangeInput {
            var input = ChangeInput()
            input.set("max_vfolder_count", number: maxVfolderCount ?? (isNew ? 0 : nil))
            input.set("max_quota_scope_size", number: maxQuotaScopeSize?.bytes ?? (isNew ? -1 : nil))
            input.set(
                "max_session_count_per_model_session", number: maxSessionCountPerModelSession ?? (isNew ? 0 : nil))
            return input
        }
    }
}
