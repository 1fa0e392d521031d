extension MockDescription: Codable {
    private enum Key: String, CodingKey {
        case kind, sharing, slot, quantum, strategy, minimum, fragments, variable, faults
        case parts = "device"
        case links = "link"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? "cuda"
        sharing = try values.choice(.sharing) ?? .discrete
        let slot = try values.decodeIfPresent(String.self, forKey: .slot)
        self.slot = SlotName(slot ?? "\(kind).\(sharing.major)")
        let usual = sharing == .fractional ? Quantity(thousandths: 100) : Quantity(1)
        quantum = try values.amount(.quantum) ?? usual
        guard quantum > .zero else { throw values.fault(.quantum, "must be more than zero") }
        strategy = try values.choice(.strategy) ?? .fill
        minimum = try values.amount(.minimum) ?? .zero
        allowsFragments = try values.decodeIfPresent(Bool.self, forKey: .fragments) ?? true
        variable = try values.decodeIfPresent(String.self, forKey: .variable)
        if let variable, !MockDescription.isVariable(variable) {
            throw values.fault(.variable, "must be letters, digits and `_`, not `\(variable)`")
        }
        faults = try values.decodeIfPresent(String.self, forKey: .faults)
        parts = try values.decodeIfPresent([Part].self, forKey: .parts) ?? []
        links = try values.decodeIfPresent([Link].self, forKey: .links) ?? []
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(sharing, forKey: .sharing)
        try values.encode(slot, forKey: .slot)
        try values.encode(quantum.description, forKey: .quantum)
        try values.encode(strategy, forKey: .strategy)
        try values.encode(minimum.description, forKey: .minimum)
        try values.encode(allowsFragments, forKey: .fragments)
        try values.encodeIfPresent(variable, forKey: .variable)
        try values.encodeIfPresent(faults, forKey: .faults)
        try values.encode(parts, forKey: .parts)
        try values.encode(links, forKey: .links)
    }

    private static func isVariable(_ text: String) -> Bool {
        text.first.map { !$0.isNumber } ?? false
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xdf)
            }
    }
}

extension MockDescription.Part: Codable {
    private enum Key: String, CodingKey {
        case id, slot, capacity, model, memory, units, node
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        id = DeviceID(rawValue: try values.decode(String.self, forKey: .id))
        slot = try values.decodeIfPresent(String.self, forKey: .slot).map { SlotName($0) }
        capacity = try values.amount(.capacity) ?? Quantity(1)
        model = try values.decodeIfPresent(String.self, forKey: .model)
        memory = try values.decodeIfPresent(String.self, forKey: .memory).map { text in
            guard let size = BinarySize(parsing: text) else {
                throw values.fault(.memory, "must be a size such as `80g`, not `\(text)`")
            }
            return size
        }
        units = try values.decodeIfPresent(Int.self, forKey: .units)
        node = try values.decodeIfPresent(Int.self, forKey: .node)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(id, forKey: .id)
        try values.encodeIfPresent(slot, forKey: .slot)
        try values.encode(capacity.description, forKey: .capacity)
        try values.encodeIfPresent(model, forKey: .model)
        try values.encodeIfPresent(memory?.description, forKey: .memory)
        try values.encodeIfPresent(units, forKey: .units)
        try values.encodeIfPresent(node, forKey: .node)
    }
}

extension MockDescription.Link: Codable {
    private enum Key: String, CodingKey {
        case between, kind
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        between = try values.decode([String].self, forKey: .between).map(DeviceID.init(rawValue:))
        kind = try values.choice(.kind) ?? .system
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(between.map(\.rawValue), forKey: .between)
        try values.encode(kind, forKey: .kind)
    }
}

extension KeyedDecodingContainer {
    /// A value that cannot be, with what it should be.
    fileprivate func fault(_ key: Key, _ reason: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "`\(key.stringValue)` \(reason)")
    }

    /// An amount, written as a text: floating-point numbers are not exact.
    fileprivate func amount(_ key: Key) throws -> Quantity? {
        if let whole = try? decodeIfPresent(Int64.self, forKey: key) { return Quantity(whole) }
        guard contains(key) else { return nil }
        guard let text = try? decode(String.self, forKey: key), let amount = Quantity(decimal: text),
            amount >= .zero, !amount.isInfinite
        else { throw fault(key, "must be an amount in quotes, such as \"0.1\"") }
        return amount
    }

    /// One of the words of an enum.
    fileprivate func choice<Choice: RawRepresentable & CaseIterable>(_ key: Key) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw fault(key, "must be one of \(words), not `\(text)`")
        }
        return choice
    }
}
