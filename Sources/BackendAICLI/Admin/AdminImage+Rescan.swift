import ArgumentParser
import BackendAIKit
import Core

extension AdminImage {
    struct Rescan: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "rescan",
            abstract: "Look for new images in the registries",
            discussion:
                "The manager does this in the background; the command tells how it goes until it is done.")

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
            let isFollowed = result.isDone && !noWait && task?.isEmpty == false
            if isFollowed, let task { try await follow(task, client, context.console) }
            try context.printer(output).change(
                result,
                ChangeReport(
                    noun: "image", action: "rescan",
                    done: isFollowed ? "the registries are scanned" : "the registries are being scanned",
                    members: [.init("task_id", JSONValue(task))]))
        }

        /// Tells how a task goes, until it is over.
        private func follow(_ task: String, _ client: BackendAIClient, _ console: Console) async throws {
            let events = client.events.backgroundTask(task)
            while let item = try await events.next() {
                guard case .event(let event) = item else { continue }
                let data = (try? JSONValue(parsing: Array(event.data.utf8))) ?? .null
                let message = data["message"]?.text ?? ""
                switch event.name {
                case "bgtask_updated":
                    let progress = ["current_progress", "total_progress"].map { data[$0]?.cell ?? "?" }
                    console.note("… \(progress.joined(separator: "/")) \(message)")
                case "bgtask_failed", "bgtask_cancelled":
                    throw CommandFailure(
                        what: event.name == "bgtask_failed" ? "the scan has failed" : "the scan was cancelled",
                        why: message.isEmpty ? nil : message)
                case "bgtask_done": return
                default: break
                }
            }
        }
    }
}
