import Core

/// The options of a scaling group's scheduler, as the original has them.
enum SchedulerOptions {
    /// What a session may be of where a scaling group says nothing.
    static let defaultTypes: [JSONValue] = ["interactive", "batch"]

    /// The options with every default filled in, as clients see them.
    static func filled(_ stored: String) -> JSONValue {
        let given = (try? JSONValue(parsing: Array(stored.utf8))) ?? [:]
        func value(_ name: String, _ otherwise: JSONValue) -> JSONValue.Member { .init(name, given[name] ?? otherwise) }
        return .object([
            value("allowed_session_types", .array(defaultTypes)), value("pending_timeout", .number(0)),
            value("config", [:]), value("agent_selection_strategy", "dispersed"), value("roundrobin", false),
        ])
    }

    /// Refuses options that mean nothing.
    static func check(_ value: SQLValue?) throws(NounRefusal) {
        guard case .text(let text) = value, let options = try? JSONValue(parsing: Array(text.utf8)) else { return }
        for member in options.members ?? [] {
            switch (member.name, member.value) {
            case ("allowed_session_types", .array(let types)):
                for type in types where type.text.flatMap({ SessionType(rawValue: $0) }) == nil {
                    throw NounRefusal("`scheduler_opts.allowed_session_types`: \(type.encodedText) is no session type")
                }
            case ("pending_timeout", .integer(let seconds)) where seconds >= 0: continue
            case ("pending_timeout", .number(let seconds)) where seconds >= 0: continue
            case ("agent_selection_strategy", .string(let name))
            where ["dispersed", "concentrated", "legacy"].contains(name):
                continue
            case ("roundrobin", .bool), ("config", .object): continue
            default:
                throw NounRefusal(
                    "`scheduler_opts.\(member.name)`: there is no such option, or \(member.value.encodedText) is none of its values"
                )
            }
        }
    }
}
