import ArgumentParser
import BackendAIKit
import Core

extension AdminImage {
    struct Rescan: BackendCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for new images in the registries",
            discussion:
                "The manager does this by itself in the background; the command tells how it goes until it is done.")

        @Option(name: .shortAndLong, help: ArgumentHelp("Only this registry; all when absent", valueName: "host"))
        var registry: String?

        @Flag(help: "Do not wait until it is done")
        var noWait = false

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            let result = try await client.graphQL.change(
                "rescan_images", [GraphQLVariable("registry", "String", JSONValue(registry))], item: nil,
                more: ["task_id"])
            let task = result.answer["task_id"]?.text
            try context.printer(output).change(
                result,
                ChangeReport(
                    noun: "image", action: "rescan",
                    done: "the registries are being scanned",
                    members: [.init("task_id", JSONValue(task))]))
        }
    }
}
