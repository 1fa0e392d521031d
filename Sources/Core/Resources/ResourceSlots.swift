/// The name of a kind of resource: `cpu`, `mem`, `cuda.device`, `cuda.shares`.
public struct SlotName: Hashable, Sendable, Comparable, CustomStringConvertible, Codable, CodingKeyRepresentable {
    /// The text on the wire.
    public let rawValue: String

    /// Processor cores.
    public static let cpu = SlotName("cpu")
    /// Memory in bytes.
    public static let mem = SlotName("mem")

    /// Takes the text on the wire.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var codingKey: any CodingKey { SlotCodingKey(stringValue: rawValue) }

    public init?<Key: CodingKey>(codingKey: Key) {
        rawValue = codingKey.stringValue
    }

    public var description: String { rawValue }

    public static func < (left: SlotName, right: SlotName) -> Bool { left.rawValue < right.rawValue }
}

private struct SlotCodingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
}

/// How a slot is counted.
public enum SlotType: String, Sendable, Codable {
    /// A decimal number, in steps of 0.001.
    case count
    /// Whole bytes, written with binary suffixes.
    case bytes
    /// At most one.
    case unique
}

/// Amounts by slot; a slot that is not listed is zero.
public struct ResourceSlots: Hashable, Sendable {
    /// The amounts listed, zeros included.
    public private(set) var amounts: [SlotName: Quantity]

    /// Nothing of anything.
    public static let none = ResourceSlots([:])

    /// Takes the amounts listed.
    public init(_ amounts: [SlotName: Quantity]) {
        self.amounts = amounts
    }

    /// The amount of one slot.
    public subscript(slot: SlotName) -> Quantity {
        get { amounts[slot] ?? .zero }
        set { amounts[slot] = newValue }
    }

    /// The slots listed, sorted.
    public var names: [SlotName] { amounts.keys.sorted() }

    /// Sums slot by slot.
    public static func + (left: ResourceSlots, right: ResourceSlots) -> ResourceSlots {
        ResourceSlots(left.amounts.merging(right.amounts) { $0 + $1 })
    }

    /// Differences slot by slot; negative ones stay negative.
    public static func - (left: ResourceSlots, right: ResourceSlots) -> ResourceSlots {
        var result = left
        for (slot, amount) in right.amounts { result[slot] = left[slot] - amount }
        return result
    }

    /// Whether no slot exceeds what `capacity` has of it.
    public func fits(in capacity: ResourceSlots) -> Bool { amounts.allSatisfy { $0.value <= capacity[$0.key] } }

    /// The first slot, by name, of which `capacity` has less than this asks.
    public func firstExcess(over capacity: ResourceSlots) -> SlotName? {
        names.first { self[$0] > capacity[$0] }
    }

    /// The amounts as decimal strings, sorted by slot; the shape on the wire.
    public var wire: [(slot: String, amount: String)] { names.map { ($0.rawValue, self[$0].description) } }

    /// `cpu 1, mem 512m`, for people.
    public var summary: String {
        names.map { "\($0) \($0.isBytes ? BinarySize(bytes: self[$0].whole).description : self[$0].description)" }
            .joined(separator: ", ")
    }
}

extension ResourceSlots: Codable {
    public init(from decoder: any Decoder) throws {
        let texts = try decoder.singleValueContainer().decode([String: String].self)
        var amounts: [SlotName: Quantity] = [:]
        for (name, text) in texts {
            guard let amount = Quantity(decimal: text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "`\(text)` is no amount"))
            }
            amounts[SlotName(name)] = amount
        }
        self.init(amounts)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(uniqueKeysWithValues: wire.map { ($0.slot, $0.amount) }))
    }
}

extension SlotName {
    /// Whether amounts are bytes, judged by the name, where no agent has said so.
    public var isBytes: Bool { rawValue.contains("mem") }

    /// Reads an amount as users write it: `512m` of memory, `1.5` of anything else.
    public func quantity(parsing text: String) -> Quantity? {
        if isBytes, let size = BinarySize(parsing: text) { return Quantity(size.bytes) }
        return Quantity(decimal: text)
    }
}
