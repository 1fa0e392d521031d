import ArgumentParser
import BackendAIKit
import Core

struct SchemaCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the manager's GraphQL schema"
    )

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file to write; standard output when absent", valueName: "path"),
        completion: .file())
    var output: String?

    func run(in context: CommandContext) async throws {
        let text = try await context.client().text("GET", "/spec/graphql")
        guard let output, output != "-" else { return try context.console.write(Array(text.utf8)) }
        do {
            try WholeFile.write(Array(text.utf8), to: output)
        } catch {
            throw CommandFailure(what: "\(error)")
        }
    }
}
