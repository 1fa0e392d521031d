import ArgumentParser
import BackendAIKit
import Core

struct AdminProjectPolicy: ParsableCommand, PolicyKind {
    static let configuration: CommandConfiguration = commands("What projects may use")

    static let subject = "project"
    static let typeName = "Project"
    static let nameType = "String!"
    static let noun = Noun.projectPolicy

    /// What a policy can limit.
    struct Limits: PolicyLimits {
        @Option(help: ArgumentHelp("The most folders; 0 is no limit", valueName: "count"))
        var maxVfolderCount: Int?

        @Option(
            help: ArgumentHelp("The most that folders hold together, such as 100g; -1 is no limit", valueName: "size"))
        var maxQuotaScopeSize: SizeLimit?

        /// What is asked for; a new policy limits nothing that is not said.
        func input(isNew: Bool) -> ChangeInput {
            var input = ChangeInput()
            input.set("max_vfolder_count", number: maxVfolderCount ?? (isNew ? 0 : nil))
            input.set("max_quota_scope_size", number: maxQuotaScopeSize?.bytes ?? (isNew ? -1 : nil))
            return input
        }
    }
}
