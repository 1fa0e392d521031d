import Core
import Hummingbird
import NIOCore

/// Reads the parameters of a request, keeping count of what is wrong with them.
///
/// A body is parsed as JSON; without one, the query is taken. Keys have aliases, `null` counts as absent, and a key
/// that nobody reads is an error, as in the original.
struct Parameters {
    private let members: [JSONValue.Member]
    private var read: Set<String> = []
    private var problems: [JSONValue.Member] = []

    init(_ members: [JSONValue.Member]) {
        self.members = members
    }

    /// The parameters of `request`.
    ///
    /// - Throws: ``BackendError`` when the body is no JSON object.
    static func of(_ request: Request, _ context: ManagerRequestContext) async throws -> Parameters {
        var request = request
        let body = try await request.collectBody(upTo: context.maxUploadSize)
        guard body.readableBytes > 0 else {
            return Parameters(request.uri.queryParameters.map { .init(String($0.key), .string(String($0.value))) })
        }
        guard let members = try JSONBody.parse(body).members else {
            throw BackendError(.invalidParameters, "Input validation error", data: "value is not a dict")
        }
        return Parameters(members)
    }

    /// Whether a key, under any of its names, was given and is not null.
    func has(_ names: String...) -> Bool { members.contains { names.contains($0.name) && !$0.value.isNull } }

    /// All that was given but for some keys.
    func except(_ names: [String]) -> [JSONValue.Member] { members.filter { !names.contains($0.name) } }

    mutating func value(_ names: [String]) -> JSONValue? {
        read.formUnion(names)
        return members.last { names.contains($0.name) && !$0.value.isNull }?.value
    }

    /// The value under any of the names, `null` included, which elsewhere counts as absent.
    mutating func given(_ names: String...) -> JSONValue? {
        read.formUnion(names)
        return members.last { names.contains($0.name) }?.value
    }

    mutating func string(_ names: String...) -> String? {
        guard let value = value(names) else { return nil }
        if let text = value.text { return text }
        fail(names, "value is not a string")
        return nil
    }

    mutating func requiredString(_ names: String...) -> String {
        guard let value = value(names) else {
            fail(names, "is required")
            return ""
        }
        if let text = value.text { return text }
        fail(names, "value is not a string")
        return ""
    }

    mutating func bool(_ names: String...) -> Bool? {
        switch value(names) {
        case nil: return nil
        case .bool(let value): return value
        case .string(let text) where ["true", "yes", "t", "y", "1", "on"].contains(text.lowercased()): return true
        case .string(let text) where ["false", "no", "f", "n", "0", "off"].contains(text.lowercased()): return false
        default:
            fail(names, "value can't be converted to Bool")
            return nil
        }
    }

    // `type` is what the message calls the type.
    mutating func number(_ names: String..., as type: String = "float") -> Double? {
        switch value(names) {
        case nil: return nil
        case .integer(let value): return Double(value)
        case .number(let value): return value
        case .string(let text) where Double(text) != nil: return Double(text)
        default:
            fail(names, "value can't be converted to \(type)")
            return nil
        }
    }

    mutating func choice<Choice: RawRepresentable>(_ type: Choice.Type, named: String, _ names: String...) -> Choice?
    where Choice.RawValue == String {
        guard let value = value(names) else { return nil }
        if let choice = value.text.flatMap(Choice.init) { return choice }
        fail(names, "value is not a valid member of \(named)")
        return nil
    }

    mutating func items(_ names: String...) -> [JSONValue]? {
        guard let value = value(names) else { return nil }
        if value.items == nil { fail(names, "value is not a list") }
        return value.items
    }

    mutating func strings(_ names: String...) -> [String]? {
        guard let value = value(names) else { return nil }
        if let items = value.items?.map(\.text), items.allSatisfy({ $0 != nil }) { return items.compactMap { $0 } }
        fail(names, "value is not a list")
        return nil
    }

    /// A map whose values are texts or numbers.
    mutating func texts(_ names: String...) -> [String: String]? {
        guard let value = value(names) else { return nil }
        guard let members = value.members else {
            fail(names, "value is not a dict")
            return nil
        }
        var texts: [String: String] = [:]
        for member in members {
            switch member.value {
            case .string(let text): texts[member.name] = text
            case .integer(let number): texts[member.name] = String(number)
            case .number(let number): texts[member.name] = String(number)
            case .null: continue
            default: fail(names, "the value of `\(member.name)` is not a string")
            }
        }
        return texts
    }

    /// The parameters nested under a key; none when it is absent.
    mutating func nested(_ names: String...) -> Parameters {
        guard let value = value(names) else { return Parameters([]) }
        if let members = value.members { return Parameters(members) }
        fail(names, "value is not a dict")
        return Parameters([])
    }

    /// Notes that a key's value is wrong, under the name it was given by.
    mutating func fail(_ names: [String], _ reason: String) { fail(names, with: .string(reason)) }

    /// Notes what is wrong with a key's value, where it takes more than a sentence.
    mutating func fail(_ names: [String], with reason: JSONValue) {
        let given = members.last { names.contains($0.name) }?.name ?? names.first ?? ""
        problems.append(.init(given, reason))
    }

    /// An id.
    mutating func uuid(_ names: String...) -> String? {
        guard let value = value(names) else { return nil }
        if let id = value.text.flatMap({ UUIDText.normalized($0) }) { return id }
        fail(names, "cannot convert value to UUID")
        return nil
    }

    /// Reads keys that mean nothing here, so that they are no errors.
    mutating func ignore(_ names: String...) { read.formUnion(names) }

    /// Reports what was wrong, unread keys included.
    mutating func finish(allowsUnknown: Bool = false) throws(BackendError) {
        if !allowsUnknown {
            for member in members where !read.contains(member.name) {
                problems.append(.init(member.name, .string("\(member.name) is not allowed key")))
            }
        }
        guard problems.isEmpty else {
            throw BackendError(.invalidParameters, "Input validation error", data: .object(problems))
        }
    }

    /// Takes over what was wrong with nested parameters.
    mutating func adopt(_ nested: Parameters, under name: String) {
        var nested = nested
        do {
            try nested.finish()
        } catch {
            problems.append(.init(name, error.data ?? .null))
        }
    }
}
