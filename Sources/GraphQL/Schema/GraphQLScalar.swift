/// A leaf type.
public struct GraphQLScalar: Sendable {
    /// Why a scalar takes no such value, as the end of the message that the client reads.
    public struct Rejection: Error, Sendable {
        let reason: String?

        /// Refuses with a reason; nil when there is nothing to say but the name of the type.
        public init(_ reason: String? = nil) { self.reason = reason }
    }

    let name: String
    let description: String?
    let parse: @Sendable (GraphQLValue) throws(Rejection) -> GraphQLValue
    let serialize: @Sendable (GraphQLValue) -> GraphQLValue

    /// Declares a scalar.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - description: What the values are.
    ///   - parse: Turns an argument or a variable, never null, into what resolvers see.
    ///   - serialize: Turns what a resolver answered, never null, into what the client sees.
    public init(
        _ name: String,
        description: String? = nil,
        parse: @escaping @Sendable (GraphQLValue) throws(Rejection) -> GraphQLValue = { value throws(Rejection) in value
        },
        serialize: @escaping @Sendable (GraphQLValue) -> GraphQLValue = { $0 }
    ) {
        self.name = name
        self.description = description
        self.parse = parse
        self.serialize = serialize
    }
}

extension GraphQLScalar {
    /// A UUID in any of the usual notations; resolvers see it dashed and in lower case.
    public static let uuid = GraphQLScalar("UUID") { value throws(Rejection) in
        guard case .string(let text) = value else { throw Rejection() }
        guard let canonical = canonicalUUID(text) else { throw Rejection("badly formed hexadecimal UUID string") }
        return .string(canonical)
    }

    /// A point in time as text in ISO 8601.
    public static let dateTime = GraphQLScalar("DateTime", parse: text)

    /// A string that holds JSON.
    public static let jsonString = GraphQLScalar("JSONString", parse: text)

    /// A whole number of up to 53 bits; beyond 32 bits it is answered as a float.
    ///
    /// Source: `BigInt` of the original manager's `models/base.py`; clients get `8589934592.0`.
    public static let bigInt = GraphQLScalar(
        "BigInt",
        parse: { value throws(Rejection) in
            guard let number = value.intValue, number.magnitude < 1 << 53 else { throw Rejection() }
            return .int(number)
        },
        serialize: { value in
            guard case .int(let number) = value, Int32(exactly: number) == nil else { return value }
            return .float(Double(number))
        })

    private static let text: @Sendable (GraphQLValue) throws(Rejection) -> GraphQLValue = {
        value throws(Rejection) in
        guard case .string = value else { throw Rejection() }
        return value
    }

    /// What Python's `uuid.UUID` makes of a text, or nil where it raises.
    private static func canonicalUUID(_ text: String) -> String? {
        var digits = Substring(text)
        for prefix in ["urn:", "uuid:"] where digits.hasPrefix(prefix) { digits = digits.dropFirst(prefix.count) }
        let hex = digits.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
        guard hex.count == 32 else { return nil }
        var out: [UInt8] = []
        for (index, byte) in hex.enumerated() {
            guard Token.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) else {
                return nil
            }
            if [8, 12, 16, 20].contains(index) { out.append(UInt8(ascii: "-")) }
            out.append(byte | 0x20)
        }
        return String(decoding: out, as: UTF8.self)
    }
}
