import Core

/// Compares an answer with the recorded one: members, types, and the values that do not depend on time or machine.
struct GoldenComparison {
    /// The ids of the example accounts, by the placeholder that stands for them.
    private static let known = [
        "<uuid:user:superadmin>": "f38dea23-50fa-42a0-b5ae-338f5f4693f4",
        "<uuid:user:admin>": "4f13d193-f646-425a-a340-270c4d2b9860",
        "<uuid:user:user>": "dfa9da54-4b28-432f-be29-c0d680c7a412",
        "<uuid:user:user2>": "009fb1a4-487c-4f6e-9b1b-228b94b1d040",
        "<uuid:user:monitor>": "2e10157d-20ca-4bd0-9806-3f909cbcd0e6",
        "<uuid:group:default>": "2de2b969-1d04-48a6-af16-0bc8adb3c831",
    ]

    /// What a placeholder that stands for a number begins with.
    private static let numbers = ["<int>", "<float>", "<epoch:", "<port>"]

    /// Members that tell of the machine; their type alone is compared.
    private static let measured: Set<String> = ["stats", "live_stat", "last_stat", "lastStat"]

    let step: String
    /// Whether the order of members counts, as in answers to GraphQL.
    let isOrdered: Bool
    private(set) var differences: [GoldenDifference] = []
    /// What the numbered ids of this record have stood for so far.
    private var bindings: [String: String] = [:]
    private var isInText = false

    init(step: String, isOrdered: Bool) {
        self.step = step
        self.isOrdered = isOrdered
    }

    mutating func add(_ kind: GoldenDifference.Kind, _ place: String, _ recorded: String, _ actual: String) {
        differences.append(
            GoldenDifference(
                step: step, kind: kind, place: place, recorded: String(recorded.prefix(200)),
                actual: String(actual.prefix(200))))
    }

    mutating func compare(_ recorded: JSONValue, _ actual: JSONValue, at place: String) {
        if let inner = recorded["$jsonstring"] {
            guard let text = actual.text, let value = try? JSONValue(parsing: Array(text.utf8)) else {
                return add(.type, place, "a string with JSON", actual.encodedText)
            }
            // The order of members inside a text comes from the original's database.
            isInText = true
            compare(inner, value, at: place)
            isInText = false
            return
        }
        guard GoldenComparison.kind(recorded) == GoldenComparison.kind(actual) else {
            return add(.type, place, recorded.encodedText, actual.encodedText)
        }
        switch (recorded, actual) {
        case (.object(let recorded), .object(let actual)): compare(recorded, actual, at: place)
        case (.array(let recorded), .array(let actual)):
            if recorded.count != actual.count { add(.length, place, "\(recorded.count)", "\(actual.count)") }
            for (recorded, actual) in GoldenComparison.pairs(recorded, actual) {
                compare(recorded, actual, at: place)
            }
        case (.string(let recorded), .string(let actual)):
            if !matches(recorded, actual) { add(.value, place, recorded, actual) }
        case (.string, _): break
        default: if recorded != actual { add(.value, place, recorded.encodedText, actual.encodedText) }
        }
    }

    private mutating func compare(_ recorded: [JSONValue.Member], _ actual: [JSONValue.Member], at place: String) {
        let (wanted, given) = (recorded.map(\.name), actual.map(\.name))
        let prefix = place.isEmpty ? "" : place + "."
        for name in wanted where !given.contains(name) { add(.missing, prefix + name, name, "absent") }
        for member in actual where !wanted.contains(member.name) {
            add(.extra, prefix + member.name, "absent", member.value.encodedText)
        }
        if isOrdered, !isInText, Set(wanted) == Set(given), wanted != given {
            add(.order, place, wanted.joined(separator: " "), given.joined(separator: " "))
        }
        for member in recorded {
            guard let other = actual.first(where: { $0.name == member.name }) else { continue }
            if GoldenComparison.measured.contains(member.name) {
                let isText = member.value["$jsonstring"] != nil
                if (isText ? "string" : GoldenComparison.kind(member.value)) != GoldenComparison.kind(other.value) {
                    add(.type, prefix + member.name, member.value.encodedText, other.value.encodedText)
                }
            } else {
                compare(member.value, other.value, at: prefix + member.name)
            }
        }
    }

    /// The items to compare: by place, or by name where they have one.
    private static func pairs(_ recorded: [JSONValue], _ actual: [JSONValue]) -> [(JSONValue, JSONValue)] {
        let names = actual.map(name)
        guard !names.contains(nil) else { return Array(zip(recorded, actual)) }
        return recorded.compactMap { item in names.firstIndex(of: name(item)).map { (item, actual[$0]) } }
    }

    private static func name(_ item: JSONValue) -> String? { (item["name"] ?? item["filename"])?.text }

    /// Whether a recorded text, with placeholders such as `<uuid:1>`, stands for the actual one.
    private mutating func matches(_ recorded: String, _ actual: String) -> Bool {
        var text = recorded
        for (placeholder, id) in GoldenComparison.known { text = text.replacing(placeholder, with: id) }
        if text.wholeMatch(of: /<uuid:\d+>/) != nil {
            return bindings.updateValue(actual, forKey: text).map { $0 == actual } ?? (actual.count == 36)
        }
        let pieces = text.split(separator: /<[a-z][^<>]*>/, omittingEmptySubsequences: false)
        return pieces.count == 1 ? text == actual : Wildcard(pieces: pieces).matches(actual)
    }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .integer, .number: "number"
        case .string(let text): numbers.contains { text.hasPrefix($0) } && text.hasSuffix(">") ? "number" : "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
