import Core

/// Reads one map of a template, and says where something is wrong in it.
struct TemplateFields {
    private let members: [JSONValue.Member]
    private let path: String
    private var read: Set<String> = []

    /// The fields of `value`, which stands at `path`.
    ///
    /// - Throws: ``BackendError`` when it is no map.
    init(_ value: JSONValue?, at path: String) throws(BackendError) {
        guard let members = value?.members else {
            throw TemplateFields.refusal(path, value == nil ? "is required" : "must be a map")
        }
        self.members = members
        self.path = path
    }

    /// The value under any of the names; nil when it is absent or null.
    mutating func value(_ names: String...) -> JSONValue? { value(among: names) }

    /// A text; numbers and truths, which YAML makes of what was meant as a text, count as well.
    mutating func text(_ names: String..., limit: Int = 4096) throws(BackendError) -> String? {
        guard let value = value(among: names) else { return nil }
        guard let text = TemplateFields.text(of: value), text.utf8.count <= limit else {
            throw refusal(names[0], "must be a text of at most \(limit) bytes")
        }
        return text
    }

    /// A text that must be there.
    mutating func requiredText(_ names: String...) throws(BackendError) -> String {
        guard let value = value(among: names) else { throw refusal(names[0], "is required") }
        guard let text = TemplateFields.text(of: value), !text.isEmpty, text.utf8.count <= 4096 else {
            throw refusal(names[0], "must be a text")
        }
        return text
    }

    /// One of some words.
    mutating func choice(_ names: String..., among words: [String]) throws(BackendError) -> String? {
        guard let value = value(among: names) else { return nil }
        guard let text = value.text, words.contains(text) else {
            throw refusal(names[0], "must be one of \(words.map { "`\($0)`" }.joined(separator: ", "))")
        }
        return text
    }

    /// A map of texts.
    mutating func texts(_ names: String...) throws(BackendError) -> [JSONValue.Member]? {
        guard let value = value(among: names) else { return nil }
        guard let members = value.members else { throw refusal(names[0], "must be a map") }
        var texts: [JSONValue.Member] = []
        for member in members where !member.value.isNull {
            guard let text = TemplateFields.text(of: member.value) else {
                throw refusal("\(names[0]).\(member.name)", "must be a text")
            }
            texts.append(.init(member.name, .string(text)))
        }
        return texts
    }

    /// The fields of a map inside; nil when it is absent or null.
    mutating func fields(_ name: String) throws(BackendError) -> TemplateFields? {
        guard let value = value(among: [name]) else { return nil }
        return try TemplateFields(value, at: place(name))
    }

    /// The fields of a map inside that must be there.
    mutating func requiredFields(_ name: String) throws(BackendError) -> TemplateFields {
        try TemplateFields(value(among: [name]), at: place(name))
    }

    /// The items of a list; nil when it is absent or null.
    mutating func items(_ name: String) throws(BackendError) -> [JSONValue]? {
        guard let value = value(among: [name]) else { return nil }
        guard let items = value.items else { throw refusal(name, "must be a list") }
        return items
    }

    /// Insists that nothing is there that was not read.
    func finish() throws(BackendError) {
        if let member = members.first(where: { !read.contains($0.name) }) {
            throw refusal(member.name, "is not known here")
        }
    }

    /// What to throw about a field of this map.
    func refusal(_ name: String, _ reason: String) -> BackendError { TemplateFields.refusal(place(name), reason) }

    private mutating func value(among names: [String]) -> JSONValue? {
        read.formUnion(names)
        return members.last { names.contains($0.name) && !$0.value.isNull }?.value
    }

    private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> BackendError {
        BackendError(
            .invalidParameters, "the template cannot be used: `\(path.isEmpty ? "template" : path)` \(reason)",
            data: [path.isEmpty ? "template" : path: .string(reason)])
    }
}
