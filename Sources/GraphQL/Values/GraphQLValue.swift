/// A value as GraphQL sees it: an argument, a variable, a default or a result.
public enum GraphQLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    /// The name of an enumeration value; written as a string in JSON.
    case enumeration(String)
    case list([GraphQLValue])
    /// Members in the order in which they are written; a name stands once.
    case object([Member])

    /// One entry of an object.
    public struct Member: Sendable, Equatable {
        /// The key.
        public var name: String
        /// What stands under the key.
        public var value: GraphQLValue

        /// Pairs a key with its value.
        public init(name: String, value: GraphQLValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value under `name`, or nil when this is no object or has no such key.
    public subscript(_ name: String) -> GraphQLValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Whether this is null.
    public var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// The truth value, when this is one.
    public var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The whole number, when this is one; a float without a fraction counts.
    public var intValue: Int? {
        switch self {
        case .int(let value): value
        case .float(let value): Self.whole(value)
        default: nil
        }
    }

    /// `Int(exactly:)` without the calls into libm, which a program without Foundation does not link.
    private static func whole(_ number: Double) -> Int? {
        guard number.magnitude < 0x1p63 else { return nil }
        let whole = Int(number)
        return Double(whole) == number ? whole : nil
    }

    /// The number, when this is one.
    public var doubleValue: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }

    /// The text of a string or the name of an enumeration value.
    public var stringValue: String? {
        switch self {
        case .string(let value), .enumeration(let value): value
        default: nil
        }
    }

    /// The items, when this is a list.
    public var listValue: [GraphQLValue]? {
        guard case .list(let items) = self else { return nil }
        return items
    }

    /// The members in order, when this is an object.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension GraphQLValue {
    /// The text, or null for nil.
    public init(_ text: String?) { self = text.map(GraphQLValue.string) ?? .null }

    /// The whole number, or null for nil.
    public init(_ number: Int?) { self = number.map(GraphQLValue.int) ?? .null }

    /// The number, or null for nil.
    public init(_ number: Double?) { self = number.map(GraphQLValue.float) ?? .null }

    /// The truth value, or null for nil.
    public init(_ truth: Bool?) { self = truth.map(GraphQLValue.bool) ?? .null }

    /// The list of texts, or null for nil.
    public init(_ texts: [String]?) { self = texts.map { .list($0.map(GraphQLValue.string)) } ?? .null }
}

extension GraphQLValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .float(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: GraphQLValue...) { self = .list(elements) }

    /// The members in the order of the literal.
    public init(dictionaryLiteral elements: (String, GraphQLValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}
