import Core

/// A command as the parser describes it: what `--experimental-dump-help` prints.
struct CommandDescription: Sendable, Equatable {
    /// The form that is understood.
    static let form: Int64 = 0

    /// The text is no such description.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    /// The names of the commands above it, the program's first.
    let parents: [String]
    let aliases: [String]
    let abstract: String
    let discussion: String
    let options: [OptionDescription]
    let subcommands: [CommandDescription]

    /// The command as it is typed.
    var path: String { (parents + [name]).joined(separator: " ") }

    /// Reads the description of a program, without the commands and options that help does not show.
    init(dump: JSONValue) throws(Malformed) {
        guard dump["serializationVersion"]?.integer == Self.form else {
            throw Malformed(description: "this is not what --experimental-dump-help prints, or another form of it")
        }
        guard let command = dump["command"] else { throw Malformed(description: "there is no command in it") }
        self = try CommandDescription(command, parents: [])
    }

    private init(_ value: JSONValue, parents: [String]) throws(Malformed) {
        guard let name = value["commandName"]?.text else { throw Malformed(description: "a command has no name") }
        self.name = name
        self.parents = parents
        aliases = value["aliases"]?.items?.compactMap(\.text) ?? []
        abstract = value["abstract"]?.text ?? ""
        discussion = value["discussion"]?.text ?? ""
        options = (value["arguments"]?.items ?? []).filter(\.isShown).map(OptionDescription.init)
        var below: [CommandDescription] = []
        for item in value["subcommands"]?.items ?? [] where item.isShown && item["commandName"]?.text != "help" {
            below.append(try CommandDescription(item, parents: parents + [name]))
        }
        subcommands = below
    }

    /// This command and all below it, each before those below it.
    var all: [CommandDescription] { [self] + subcommands.flatMap(\.all) }

    /// How it is typed: names, options that must be given, arguments.
    var usage: String {
        var parts = [path]
        let named = options.filter { !$0.isPositional }
        parts += named.filter { !$0.isOptional }.map { "\($0.names.last ?? "") \($0.placeholder)" }
        if named.contains(where: \.isOptional) { parts.append("[options]") }
        parts += options.filter(\.isPositional).map { option in
            let name = option.placeholder + (option.isRepeating ? " ..." : "")
            return option.isOptional ? "[\(name)]" : name
        }
        if !subcommands.isEmpty { parts.append("<command>") }
        return parts.joined(separator: " ")
    }
}

extension JSONValue {
    /// Whether help shows it.
    fileprivate var isShown: Bool { self["shouldDisplay"] != .bool(false) }
}
