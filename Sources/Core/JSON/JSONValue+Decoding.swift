extension JSONValue {
    /// The value of a type that this JSON describes, by its `Decodable`; unknown members are ignored.
    ///
    /// - Throws: `DecodingError` that says which member is missing or of another kind, or what the type's own
    ///   `init(from:)` throws.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try DecodingSource(json: self, path: []).decode(type)
    }
}

/// What a value reads itself from.
private struct DecodingSource: Decoder {
    let json: JSONValue
    let path: [any CodingKey]
    var codingPath: [any CodingKey] { path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value: Any?
        switch type {
        case is String.Type: value = json.text
        case is Bool.Type: value = if case .bool(let flag) = json { flag } else { nil }
        case is Int.Type: value = json.integer.flatMap { Int(exactly: $0) }
        case is Double.Type: value = number
        case is Float.Type: value = number.map { Float($0) }
        case let integer as any FixedWidthInteger.Type: value = json.integer.flatMap { integer.exact($0) }
        default: return try Value(from: self)
        }
        guard let value = value as? Value else { throw mismatch(type) }
        return value
    }

    private var number: Double? {
        switch json {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: path, debugDescription: "`\(json.encodedText.prefix(80))` is no \(type)"))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let members = json.members else { throw mismatch([String: JSONValue].self) }
        return KeyedDecodingContainer(DecodedObject(members: members, codingPath: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let items = json.items else { throw mismatch([JSONValue].self) }
        return DecodedArray(items: items, codingPath: path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { DecodedSingle(source: self) }
}

extension FixedWidthInteger {
    fileprivate static func exact(_ number: Int64) -> Self? { Self(exactly: number) }
}

private struct DecodedObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSONValue.Member]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { member(key) != nil }

    /// The last one counts, as in Foundation's coders.
    private func member(_ key: Key) -> JSONValue? {
        let name = key.stringValue
        return members.last { $0.name == name }?.value
    }

    private func source(_ key: Key) throws -> DecodingSource {
        guard let member = member(key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "`\(key.stringValue)` is missing"))
        }
        return DecodingSource(json: member, path: codingPath + [key])
    }

    func decodeNil(forKey key: Key) throws -> Bool { try source(key).json.isNull }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        if case .string(let text)? = member(key) { return text }
        return try source(key).decode(type)
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try source(key).decode(type) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try source(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try source(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        DecodingSource(json: members.last { $0.name == "super" }?.value ?? .null, path: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try source(key) }
}

private struct DecodedArray: UnkeyedDecodingContainer {
    let items: [JSONValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(items: [JSONValue], codingPath: [any CodingKey]) {
        self.items = items
        self.codingPath = codingPath
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex == items.count }

    private mutating func next() throws -> DecodingSource {
        let key = Index(intValue: currentIndex)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                JSONValue.self, .init(codingPath: codingPath + [key], debugDescription: "the array has no more items"))
        }
        defer { currentIndex += 1 }
        return DecodingSource(json: items[currentIndex], path: codingPath + [key])
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

    mutating func superDecoder() throws -> any Decoder { try next() }

    private struct Index: CodingKey {
        let intValue: Int?
        var stringValue: String { "\(intValue ?? 0)" }

        init(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }
}

private struct DecodedSingle: SingleValueDecodingContainer {
    let source: DecodingSource
    var codingPath: [any CodingKey] { source.path }

    func decodeNil() -> Bool { source.json.isNull }

    func decode(_ type: String.Type) throws -> String {
        if case .string(let text) = source.json { return text }
        throw source.mismatch(type)
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try source.decode(type) }
}
