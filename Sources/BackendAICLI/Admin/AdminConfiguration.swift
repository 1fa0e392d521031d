import ArgumentParser
import BackendAIKit
import Core

struct AdminConfiguration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "etcd",
        abstract: "The cluster's configuration",
        discussion: "A tree of keys such as config/idle/enabled. It has the original's name wherever it is kept.",
        subcommands: [Get.self, Set.self, Delete.self],
        aliases: ["config"])

    struct Get: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "get", abstract: "Show the value of a key")

        @Argument(help: "The key")
        var key: String

        @Flag(name: .shortAndLong, help: "Show all below it")
        var prefix = false

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let value = try await context.client().clusterConfiguration.get(key, prefix: prefix)
            try context.printer(output).value(value) {
                try context.console.page(value.text ?? value.prettyText)
            }
        }
    }

    struct Set: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Set the value of a key",
            discussion: "A value in JSON is taken as that: an object sets the keys below. All else is text.")

        @Argument(help: "The key")
        var key: String

        @Argument(help: "The value", completion: nil)
        var value: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let json = try? JSONValue(parsing: Array(value.utf8))
            try await context.client().clusterConfiguration.set(key, to: json ?? .string(value))
            try context.printer(output).done("\(key) is set", [.init("key", .string(key))])
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Remove a key", aliases: ["rm"])

        @Argument(help: "The key")
        var key: String

        @Flag(name: .shortAndLong, help: "Remove all below it, too")
        var prefix = false

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().clusterConfiguration.delete(key, prefix: prefix)
            try context.printer(output).done("\(key) is removed", [.init("key", .string(key))])
        }
    }
}
