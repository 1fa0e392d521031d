import ArgumentParser
import BackendAIKit
import Core

struct AdminPreset: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource-preset",
        abstract: "Resource presets: named amounts to choose from",
        subcommands: [List.self, Add.self, Update.self, Delete.self])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List resource presets", aliases: ["ls"])

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(.preset, options, root: "resource_presets")
        }
    }

    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a resource preset")

        @Argument(help: "Its name")
        var name: String

        @Argument(help: ArgumentHelp("The amounts: cpu=4,mem=16g, or JSON", valueName: "slots"))
        var resourceSlots: SlotsArgument

        @Option(
            name: [.customLong("shmem"), .customLong("shared-memory")],
            help: ArgumentHelp("Memory that programs share, such as 1g", valueName: "size"),
            transform: BinarySize.argument)
        var sharedMemory: BinarySize?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("resource_slots", json: resourceSlots.json)
            input.set("shared_memory", text: sharedMemory.map { String($0.bytes) })
            try await context.change(
                "create_resource_preset",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "CreateResourcePresetInput!", input.value, for: "props"),
                ],
                item: ["name"],
                output: output,
                ChangeReport(noun: "resource_preset", action: "add", done: "resource preset \(name) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: "Change a resource preset")

        @Argument(help: "The preset")
        var name: String

        @Option(
            name: [.customShort("r"), .long],
            help: ArgumentHelp("The amounts: cpu=4,mem=16g, or JSON", valueName: "slots"))
        var resourceSlots: SlotsArgument?

        @Option(
            name: [.customLong("shmem"), .customLong("shared-memory")],
            help: ArgumentHelp("Memory that programs share, such as 1g", valueName: "size"),
            transform: BinarySize.argument)
        var sharedMemory: BinarySize?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            input.set("resource_slots", json: resourceSlots?.json)
            input.set("shared_memory", text: sharedMemory.map { String($0.bytes) })
            try await context.change(
                "modify_resource_preset",
                [
                    GraphQLVariable("name", "String!", .string(name)),
                    GraphQLVariable("input", "ModifyResourcePresetInput!", try input.checked(), for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "resource_preset", action: "update", done: "resource preset \(name) is changed",
                    members: [.init("name", .string(name))]))
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Remove a resource preset", aliases: ["rm"])

        @Argument(help: "The preset")
        var name: String

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes the resource preset \(name).", on: context.console)
            try await context.change(
                "delete_resource_preset",
                [GraphQLVariable("name", "String!", .string(name))],
                output: output,
                ChangeReport(
                    noun: "resource_preset", action: "deletion", done: "resource preset \(name) is removed",
                    members: [.init("name", .string(name))]))
        }
    }
}
