import Core
import FoundationEssentials

/// A kind of thing that has a global id: its type and its own id, in Base64.
enum NodeKind: String, Sendable, CaseIterable {
    case user = "UserNode"
    case group = "GroupNode"

    /// What the names of its types begin with.
    var prefix: String {
        switch self {
        case .user: "User"
        case .group: "Group"
        }
    }

    var noun: Noun {
        switch self {
        case .user: Nouns.user
        case .group: Nouns.group
        }
    }

    var columns: QueryColumns {
        switch self {
        case .user: NounQueryColumns.user
        case .group: NounQueryColumns.group
        }
    }

    var usualOrder: OrderExpression { OrderExpression([.init(field: "created_at")]) }

    func globalID(of row: SQLRow) -> String {
        Data("\(rawValue):\(row.text("id"))".utf8).base64EncodedString()
    }

    /// The own id in a global one of this kind, or a text that is an own id; nil for what is neither.
    func id(in text: String) -> String? {
        if let own = UUIDText.normalized(text) { return own }
        guard let parts = NodeKind.parts(of: text), parts.type == rawValue else { return nil }
        return UUIDText.normalized(parts.id)
    }

    /// The type and the own id that a global id is made of; nil for another text.
    static func parts(of text: String) -> (type: String, id: String)? {
        guard let data = Data(base64Encoded: text), let decoded = String(bytes: data, encoding: .utf8),
            let colon = decoded.firstIndex(of: ":")
        else { return nil }
        return (String(decoded[..<colon]), String(decoded[decoded.index(after: colon)...]))
    }
}
