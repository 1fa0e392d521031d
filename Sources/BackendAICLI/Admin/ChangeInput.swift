import Core

/// The object that a change is asked for with: what the user has not said is not in it, and so stays as it is.
struct ChangeInput: Equatable {
    private(set) var members: [JSONValue.Member] = []

    /// Whether nothing was said.
    var isEmpty: Bool { members.isEmpty }
    /// The object.
    var value: JSONValue { .object(members) }

    mutating func set(_ name: String, _ value: JSONValue?) {
        if let value { members.append(.init(name, value)) }
    }

    mutating func set(_ name: String, text: String?) { set(name, text.map { .string($0) }) }

    mutating func set(_ name: String, flag: Bool?) { set(name, flag.map { .bool($0) }) }

    mutating func set(_ name: String, number: Int?) { set(name, number.map { .integer(Int64($0)) }) }

    /// A string that holds JSON, as the schema's `JSONString` is.
    mutating func set(_ name: String, json: JSONArgument?) { set(name, text: json?.value.encodedText) }

    /// Texts separated by commas.
    mutating func set(_ name: String, list: String?) {
        set(
            name,
            list.map { list in .array(list.split(separator: ",").map { .string($0.filter { $0 != " " }) }) })
    }

    /// Refuses to ask for a change of nothing.
    func checked() throws(CommandFailure) -> JSONValue {
        guard !isEmpty else {
            throw CommandFailure(
                status: .invalidArgument, what: "nothing is to be changed", hint: "name what to change by an option")
        }
        return value
    }
}
