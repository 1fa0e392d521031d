import ArgumentParser
import BackendAIKit
import Core

/// One of the three kinds of resource policy, which have the same commands.
protocol PolicyKind: Sendable {
    /// What can be limited.
    associatedtype Limits: PolicyLimits

    /// Whom it is for: `keypair`, `user` or `project`.
    static var subject: String { get }
    /// The subject in the names of GraphQL's input types.
    static var typeName: String { get }
    /// The type of the name that a query takes.
    static var nameType: String { get }
    /// How policies of the kind are shown.
    static var noun: Noun { get }
    /// What `add` has to say beside its options.
    static var remark: String { get }
}

/// The options that say what a policy limits.
protocol PolicyLimits: ParsableArguments {
    /// What is asked for; a new policy has a value also where nothing is said.
    func input(isNew: Bool) -> ChangeInput
}

extension PolicyKind {
    static var remark: String { "" }

    /// The kind in words.
    fileprivate static var words: String { "\(subject) resource policy" }
    /// The name of a query or mutation's root: `user_resource_policy`.
    fileprivate static var root: String { "\(subject)_resource_policy" }

    /// The group of its commands.
    static func commands(_ abstract: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: "\(subject)-resource-policy", abstract: abstract,
            subcommands: [
                PolicyList<Self>.self, PolicyInfo<Self>.self, PolicyAdd<Self>.self, PolicyUpdate<Self>.self,
                PolicyDelete<Self>.self,
            ])
    }
}

struct PolicyList<Kind: PolicyKind>: BackendCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List \(Kind.subject) resource policies", aliases: ["ls"])
    }

    @OptionGroup var options: ListOptions

    func run(in context: CommandContext) async throws {
        try await context.list(Kind.noun, options, root: "\(Kind.subject)_resource_policies")
    }
}

struct PolicyInfo<Kind: PolicyKind>: BackendCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "info", abstract: "Show one \(Kind.words)")
    }

    @Argument(help: "The policy")
    var name: String

    @OptionGroup var options: ItemOptions

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        try await context.show(Kind.noun, options, named: name) { fields in
            try await client.graphQL.item(
                Kind.root, fields: fields, variables: [GraphQLVariable("name", Kind.nameType, .string(name))])
        }
    }
}

struct PolicyAdd<Kind: PolicyKind>: BackendCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: "Add a \(Kind.words)", discussion: Kind.remark)
    }

    @Argument(help: "Its name")
    var name: String

    @OptionGroup var limits: Kind.Limits
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        try await context.change(
            "create_\(Kind.root)",
            [
                GraphQLVariable("name", "String!", .string(name)),
                GraphQLVariable(
                    "input", "Create\(Kind.typeName)ResourcePolicyInput!", limits.input(isNew: true).value,
                    for: "props"),
            ],
            item: ["name"],
            output: output,
            ChangeReport(noun: "resource_policy", action: "add", done: "\(Kind.words) \(name) is added"))
    }
}

struct PolicyUpdate<Kind: PolicyKind>: BackendCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "update", abstract: "Change a \(Kind.words)")
    }

    @Argument(help: "The policy")
    var name: String

    @OptionGroup var limits: Kind.Limits
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        try await context.change(
            "modify_\(Kind.root)",
            [
                GraphQLVariable("name", "String!", .string(name)),
                GraphQLVariable(
                    "input", "Modify\(Kind.typeName)ResourcePolicyInput!", try limits.input(isNew: false).checked(),
                    for: "props"),
            ],
            output: output,
            ChangeReport(
                noun: "resource_policy", action: "update", done: "\(Kind.words) \(name) is changed",
                members: [.init("name", .string(name))]))
    }
}

struct PolicyDelete<Kind: PolicyKind>: BackendCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete", abstract: "Remove a \(Kind.words)", aliases: ["rm"])
    }

    @Argument(help: "The policy")
    var name: String

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        try confirmation.confirm("This removes the \(Kind.words) \(name).", on: context.console)
        try await context.change(
            "delete_\(Kind.root)",
            [GraphQLVariable("name", "String!", .string(name))],
            output: output,
            ChangeReport(
                noun: "resource_policy", action: "deletion", done: "\(Kind.words) \(name) is removed",
                members: [.init("name", .string(name))]))
    }
}
