/// The header fields of a message, in order, repeated names kept.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    /// One field as sent or received.
    public struct Field: Sendable, Hashable {
        /// The name in the spelling used on the wire.
        public let name: String
        /// The value without surrounding white space.
        public let value: String

        /// Pairs a name with a value; neither is checked before the request is sent.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Every field, in order.
    public private(set) var fields: [Field]

    /// Takes `fields` in order.
    public init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields.map { Field(name: $0.name, value: $0.value) }
    }

    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// The value of the first field named `name`, in any spelling of case.
    ///
    /// Assigning replaces every field of that name by one; `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.matches($0.name, name) }?.value }
        set {
            fields.removeAll { Self.matches($0.name, name) }
            if let newValue { add(newValue, for: name) }
        }
    }

    /// The values of all fields named `name`, in any spelling of case.
    public func values(for name: String) -> [String] {
        fields.filter { Self.matches($0.name, name) }.map(\.value)
    }

    /// Appends a field, whether or not the name is present already.
    public mutating func add(_ value: String, for name: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Continues the value of the last field, as an obsolete folded line does (RFC 9112 §5.2).
    mutating func continueLast(with value: String) {
        guard let last = fields.popLast() else { return }
        fields.append(Field(name: last.name, value: last.value + " " + value))
    }

    public var description: String {
        fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    }

    /// Whether two field names are the same; only ASCII has case in them.
    static func matches(_ one: String, _ other: String) -> Bool {
        let (one, other) = (one.utf8, other.utf8)
        return one.count == other.count && zip(one, other).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
