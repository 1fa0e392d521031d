extension JSONValue {
    /// The JSON of a value, by its `Encodable`; members stand in the order in which it encodes them.
    ///
    /// Our own because messages of a few members are said and heard several times in every query, and Foundation's coders
    /// take ten times as long for them. A member whose value is nil is left out where `encodeIfPresent` is used, as it is
    /// in what the compiler writes.
    ///
    /// - Throws: What the value's own `encode(to:)` throws.
    public init(encoding value: some Encodable) throws {
        let target = EncodingTarget()
        try target.encode(value)
        self = target.json
    }
}

/// Where a value writes itself to: whatever kind of container it asks for, the target becomes that.
private final class EncodingTarget: Encoder {
    enum Content {
        case value(JSONValue)
        case object([(name: String, target: EncodingTarget)])
        case array([EncodingTarget])
    }

    var content = Content.value(.object([]))
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init() {}

    init(_ value: JSONValue) { content = .value(value) }

    var json: JSONValue {
        switch content {
        case .value(let value): value
        case .object(let members): .object(members.map { JSONValue.Member($0.name, $0.target.json) })
        case .array(let items): .array(items.map(\.json))
        }
    }

    /// Writes a value that may be one of JSON's own.
    func encode(_ value: some Encodable) throws {
        switch value {
        case let value as String: content = .value(.string(value))
        case let value as Bool: content = .value(.bool(value))
        case let value as Int: content = .value(.integer(Int64(value)))
        case let value as Double: content = .value(.number(value))
        case let value as Float: content = .value(.number(Double(value)))
        case let value as any FixedWidthInteger:
            guard let number = Int64(exactly: value) else { content = .value(.number(Double("\(value)") ?? 0)); return }
            content = .value(.integer(number))
        default: try value.encode(to: self)
        }
    }

    func add(_ target: EncodingTarget, as name: String) {
        guard case .object(var members) = content else { return }
        // So that the array is not copied.
        content = .value(.null)
        members.append((name, target))
        content = .object(members)
    }

    func add(_ target: EncodingTarget) {
        guard case .array(var items) = content else { return }
        content = .value(.null)
        items.append(target)
        content = .array(items)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = content {} else { content = .object([]) }
        return KeyedEncodingContainer(EncodedObject(target: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = content {} else { content = .array([]) }
        return EncodedArray(target: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { EncodedSingle(target: self) }
}

private struct EncodedObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let target: EncodingTarget
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { target.add(EncodingTarget(.null), as: key.stringValue) }

    func encode(_ value: String, forKey key: Key) { target.add(EncodingTarget(.string(value)), as: key.stringValue) }

    func encode(_ value: Bool, forKey key: Key) { target.add(EncodingTarget(.bool(value)), as: key.stringValue) }

    func encode(_ value: Int, forKey key: Key) {
        target.add(EncodingTarget(.integer(Int64(value))), as: key.stringValue)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        let member = EncodingTarget()
        try member.encode(value)
        target.add(member, as: key.stringValue)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        superEncoder(forKey: key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        let member = EncodingTarget()
        target.add(member, as: "super")
        return member
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        let member = EncodingTarget()
        target.add(member, as: key.stringValue)
        return member
    }
}

private struct EncodedArray: UnkeyedEncodingContainer {
    let target: EncodingTarget
    var codingPath: [any CodingKey] { [] }
    var count: Int { if case .array(let items) = target.content { items.count } else { 0 } }

    func encodeNil() { target.add(EncodingTarget(.null)) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let item = EncodingTarget()
        try item.encode(value)
        target.add(item)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        superEncoder().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }

    func superEncoder() -> any Encoder {
        let item = EncodingTarget()
        target.add(item)
        return item
    }
}

private struct EncodedSingle: SingleValueEncodingContainer {
    let target: EncodingTarget
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { target.content = .value(.null) }

    func encode(_ value: String) { target.content = .value(.string(value)) }

    func encode<Value: Encodable>(_ value: Value) throws { try target.encode(value) }
}
