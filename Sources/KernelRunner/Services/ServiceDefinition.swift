import Core

/// How a service is started: what images put under `/etc/backend.ai/service-defs`, in the original's form.
///
/// Texts may hold places to be filled: `{runtime_path}`, `{ports[0]}`, and the names that prestart actions give to
/// their results, as `{ref}` or `{ref[out]}`. Two braces stand for one.
struct ServiceDefinition: Equatable {
    /// Something that is done before the command, by the user's rights.
    struct Action: Equatable {
        /// What is done.
        enum Kind: Equatable {
            case writeFile(path: String, body: [String], mode: UInt32, appends: Bool)
            case writeTemporaryFile(body: [String], mode: UInt32)
            case run(command: [String])
            case makeDirectory(path: String)
            case log(message: String)
        }

        let kind: Kind
        /// What later texts call its result.
        var reference: String?
    }

    /// How long a service may take until its port answers, unless its definition says otherwise: 60 s.
    static let standardPatience = Duration.seconds(60)

    /// The program and its arguments; empty for one that the platform does not start.
    var command: [String]
    /// What is done before.
    var prestart: [Action] = []
    /// Variables of its environment.
    var environment: [String: String] = [:]
    /// Arguments that users may give; nil allows none.
    var allowedArguments: Set<String> = []
    /// Variables that users may give.
    var allowedEnvironment: Set<String> = []
    /// Arguments that are there unless a user gives others: no values for a switch.
    var defaultArguments: [(name: String, values: [String])] = []
    /// How a client shows its address.
    var urlTemplate: String?
    /// How long its port may take to answer.
    var patience = standardPatience

    static func == (left: ServiceDefinition, right: ServiceDefinition) -> Bool {
        left.command == right.command && left.prestart == right.prestart && left.environment == right.environment
            && left.allowedArguments == right.allowedArguments && left.allowedEnvironment == right.allowedEnvironment
            && left.defaultArguments.map(\.name) == right.defaultArguments.map(\.name)
            && left.defaultArguments.map(\.values) == right.defaultArguments.map(\.values)
            && left.urlTemplate == right.urlTemplate && left.patience == right.patience
    }

    /// A definition that cannot be followed.
    struct Problem: Error, Equatable, CustomStringConvertible {
        let description: String
    }
}

extension ServiceDefinition {
    /// Reads a definition.
    ///
    /// - Throws: ``Problem`` that names the member.
    init(_ value: JSONValue) throws(Problem) {
        guard value.members != nil else { throw Problem(description: "a service definition is a JSON object") }
        let noop = value["noop"] == .bool(true)
        command = noop ? [] : try Self.texts(value["command"], "command")
        if command.isEmpty, !noop { throw Problem(description: "`command` is missing") }
        for action in value["prestart"]?.items ?? [] { prestart.append(try Action(action)) }
        for member in value["env"]?.members ?? [] { environment[member.name] = Self.text(member.value) }
        allowedEnvironment = Set(try Self.texts(value["allowed_envs"], "allowed_envs"))
        allowedArguments = Set(try Self.texts(value["allowed_arguments"], "allowed_arguments"))
        for member in value["default_arguments"]?.members ?? [] {
            defaultArguments.append((member.name, Self.values(member.value)))
        }
        urlTemplate = value["url_template"]?.text
        if let seconds = value["start_timeout"].flatMap(Self.number) {
            patience = .seconds(min(max(seconds, 0.1), 3600))
        }
    }

    /// The values of an argument: null is a switch, a text one, a list several.
    static func values(_ value: JSONValue) -> [String] {
        if let items = value.items { return items.compactMap(text) }
        return text(value).map { [$0] } ?? []
    }

    fileprivate static func texts(_ value: JSONValue?, _ name: String) throws(Problem) -> [String] {
        guard let value, !value.isNull else { return [] }
        // The original's older files have a map, whose values describe the argument.
        if let members = value.members { return members.map(\.name) }
        guard let items = value.items else { throw Problem(description: "`\(name)` is no list") }
        return items.compactMap(text)
    }

    fileprivate static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}

extension ServiceDefinition.Action {
    fileprivate init(_ value: JSONValue) throws(ServiceDefinition.Problem) {
        typealias Definition = ServiceDefinition
        let arguments = value["args"] ?? [:]
        func text(_ name: String) throws(ServiceDefinition.Problem) -> String {
            guard let text = arguments[name].flatMap(Definition.text) else {
                throw .init(description: "a prestart action lacks `\(name)`")
            }
            return text
        }
        func mode(_ standard: UInt32) throws(ServiceDefinition.Problem) -> UInt32 {
            guard let text = arguments["mode"].flatMap(Definition.text) else { return standard }
            guard let mode = UInt32(text, radix: 8), mode <= 0o777 else {
                throw .init(description: "`\(text)` is no mode of a file")
            }
            return mode
        }
        reference = value["ref"]?.text
        switch value["action"]?.text {
        case "write_file":
            kind = .writeFile(
                path: try text("filename"), body: try Definition.texts(arguments["body"], "body"),
                mode: try mode(0o644),
                appends: arguments["append"] == .bool(true))
        case "write_tempfile":
            kind = .writeTemporaryFile(body: try Definition.texts(arguments["body"], "body"), mode: try mode(0o644))
        case "run_command": kind = .run(command: try Definition.texts(arguments["command"], "command"))
        case "mkdir": kind = .makeDirectory(path: try text("path"))
        case "log": kind = .log(message: try text("message"))
        case let other: throw .init(description: "`\(other ?? "null")` is no prestart action")
        }
    }
}
