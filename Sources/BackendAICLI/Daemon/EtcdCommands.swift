import ArgumentParser
import BackendAIKit
import Core

struct EtcdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "etcd",
        abstract: "Read and write the cluster's configuration",
        discussion: "For superadmins. Keys are paths such as config/idle/checkers.",
        subcommands: [
            EtcdGet.self, EtcdPut.self, EtcdPutJSON.self, EtcdList.self, EtcdDelete.self, EtcdMove.self,
            EtcdListImages.self, EtcdInspectImage.self, EtcdRescanImages.self, EtcdAliasImage.self,
            EtcdDealiasImage.self,
        ]
    )
}

struct EtcdGet: BackendCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Print the value of a key")

    @Argument(help: "The key")
    var key: String

    @Flag(name: .shortAndLong, help: "All that is below it, as JSON")
    var prefix = false

    func run(in context: CommandContext) async throws {
        let value = try await context.client().clusterConfiguration.get(key, prefix: prefix)
        guard !value.isNull else { throw CommandFailure(what: "there is no key `\(key)`") }
        try context.console.line(value.text ?? value.prettyText)
    }
}

struct EtcdPut: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Set the value of a key", aliases: ["set"])

    @Argument(help: "The key")
    var key: String

    @Argument(help: "Its value")
    var value: String

    func run(in context: CommandContext) async throws {
        try await context.client().clusterConfiguration.set(key, to: .string(value))
        context.console.note("backend.ai: `\(key)` is set")
    }
}

struct EtcdPutJSON: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "put-json", abstract: "Set the keys below a key by a JSON file")

    @Argument(help: "The key; an empty one is the root")
    var key: String

    @Argument(help: "A file with a JSON object; `-` is standard input", completion: .file())
    var file: String

    func run(in context: CommandContext) async throws {
        let text = try TextOptions.read(file)
        let value: JSONValue
        do {
            value = try JSONValue(parsing: Array(text.utf8))
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "`\(file)` is no JSON", why: "\(error)")
        }
        guard value.members != nil else {
            throw CommandFailure(status: .invalidArgument, what: "`\(file)` holds no JSON object")
        }
        let leaves = EtcdTree(value: value).leaves(below: key)
        let configuration = try context.client().clusterConfiguration
        // One by one: a manager takes at most 16 in one request.
        for leaf in leaves { try await configuration.set(leaf.key, to: .string(leaf.value)) }
        context.console.note("backend.ai: \(leaves.count) keys are set")
    }
}

struct EtcdList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the keys below a key; a slash marks those with more below", aliases: ["list"]
    )

    @Argument(help: "The key; the root when absent")
    var key = ""

    @Flag(name: .shortAndLong, help: "All keys below it, with their values")
    var recursive = false

    func run(in context: CommandContext) async throws {
        let tree = EtcdTree(value: try await context.client().clusterConfiguration.get(key, prefix: true))
        if recursive {
            for leaf in tree.leaves(below: key) { try context.console.line("\(leaf.key)\t\(leaf.value)") }
        } else {
            for name in tree.names { try context.console.line(name) }
        }
    }
}

struct EtcdDelete: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a key", aliases: ["rm"])

    @Argument(help: "The key")
    var key: String

    @Flag(name: .shortAndLong, help: "And all that is below it")
    var prefix = false

    func run(in context: CommandContext) async throws {
        guard !prefix || !key.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "the root cannot be removed", hint: "name a key")
        }
        try await context.client().clusterConfiguration.delete(key, prefix: prefix)
        context.console.note("backend.ai: `\(key)` is removed")
    }
}

struct EtcdMove: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "move-subtree", abstract: "Move all keys below one key to below another",
        discussion: "The old ones are removed when the new ones are all there.")

    @Argument(help: "Where they are")
    var source: String

    @Argument(help: "Where they go")
    var destination: String

    func run(in context: CommandContext) async throws {
        guard !source.isEmpty, !destination.isEmpty, !EtcdTree.overlaps(source, destination) else {
            throw CommandFailure(
                status: .invalidArgument, what: "`\(source)` cannot be moved to `\(destination)`",
                why: "one of them lies in the other")
        }
        let configuration = try context.client().clusterConfiguration
        let tree = EtcdTree(value: try await configuration.get(source, prefix: true))
        let leaves = tree.leaves(below: destination)
        guard !leaves.isEmpty else { throw CommandFailure(what: "there is nothing below `\(source)`") }
        for leaf in leaves { try await configuration.set(leaf.key, to: .string(leaf.value)) }
        let arrived = EtcdTree(value: try await configuration.get(destination, prefix: true)).leaves(below: destination)
        let missing = leaves.filter { !arrived.contains($0) }
        guard missing.isEmpty else {
            throw CommandFailure(
                what: "not all keys have arrived below `\(destination)`", why: "the old ones are left as they were",
                details: missing.prefix(10).map(\.key))
        }
        try await configuration.delete(source, prefix: true)
        context.console.note("backend.ai: \(leaves.count) keys are below `\(destination)` now")
    }
}
