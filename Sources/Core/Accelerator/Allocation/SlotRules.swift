/// How amounts of one slot may be asked for, and how its devices divide them.
public struct SlotRules: Sendable, Equatable {
    /// How the slot is counted.
    public let type: SlotType
    /// The step of amounts; what is no multiple of it is refused, never rounded.
    public let quantum: Quantity
    /// How an amount is divided among devices.
    public let strategy: AllocationStrategy
    /// What the devices' parts are.
    public let granularity: DeviceGranularity
    /// Devices with less free give nothing.
    public let minimum: Quantity
    /// Whether a fractional amount may be pieced together from unequal remainders of devices.
    public let allowsFragments: Bool

    /// Makes rules.
    ///
    /// - Parameters:
    ///   - type: How the slot is counted.
    ///   - quantum: The step of amounts; what is not more than nothing is taken for the smallest, a thousandth.
    ///   - strategy: How an amount is divided among devices.
    ///   - granularity: What the devices' parts are.
    ///   - minimum: Devices with less free give nothing.
    ///   - allowsFragments: Whether a fractional amount may be pieced together from unequal remainders of devices.
    public init(
        _ type: SlotType = .count, quantum: Quantity = Quantity(1), strategy: AllocationStrategy = .fill,
        granularity: DeviceGranularity = .discrete, minimum: Quantity = .zero, allowsFragments: Bool = true
    ) {
        self.type = type
        self.quantum = quantum > .zero && !quantum.isInfinite ? quantum : Quantity(thousandths: 1)
        self.strategy = strategy
        self.granularity = granularity
        self.minimum = minimum
        self.allowsFragments = allowsFragments
    }

    /// What stands against an amount of this slot on any agent, whatever is free; nil for nothing.
    public func refusal(of amount: Quantity, slot: SlotName) -> AllocationRefusal? {
        if amount < .zero || amount.isInfinite { return .impossible(slot, amount) }
        if type == .unique, amount > Quantity(1) { return .moreThanUnique(slot, amount) }
        let isMultiple = amount.thousandths % quantum.thousandths == 0
        return isMultiple ? nil : .notMultiple(slot, amount, of: quantum)
    }

    /// The shares of `devices` that make up `amount`; none of an amount of nothing.
    ///
    /// - Parameters:
    ///   - amount: What is asked for.
    ///   - slot: The slot that the devices give amounts of.
    ///   - devices: The slot's devices. Where nothing else decides, earlier ones give first.
    ///   - preference: Which of them are near.
    /// - Returns: Shares that add up to the amount, in the order of `devices`.
    /// - Throws: Why there are none.
    public func shares(
        of amount: Quantity, slot: SlotName, devices: [Device], preference: NodePreference = NodePreference()
    ) throws(AllocationRefusal) -> [DeviceShare] {
        if let refusal = refusal(of: amount, slot: slot) { throw refusal }
        guard amount > .zero else { return [] }
        if devices.count == 1 {
            let free = Quantity(thousandths: steps(in: devices[0].free) * quantum.thousandths)
            guard free >= max(amount, minimum) else { throw .insufficient(slot, asked: amount) }
            return [DeviceShare(slot: slot, device: devices[0].id, amount: amount)]
        }
        let free = devices.map { steps(in: $0.free) }
        let total = free.reduce(Int128(0)) { $0 + Int128($1) }
        let wanted = steps(in: amount)
        guard total >= Int128(wanted) else { throw .insufficient(slot, asked: amount) }
        let (primary, rest) = preference.groups(of: devices)
        let whole = devices.map { steps(in: $0.capacity) }.max()
        let division = NearDivision(
            ShareDivision(strategy, of: granularity, allowsFragments: allowsFragments),
            minimum: steps(upTo: minimum), capacity: whole)
        guard let shares = division.shares(of: wanted, among: free, primary: primary, rest: rest) else {
            throw .scattered(slot, asked: amount)
        }
        return zip(devices, shares).compactMap { device, steps in
            steps == 0
                ? nil
                : DeviceShare(
                    slot: slot, device: device.id, amount: Quantity(thousandths: steps * quantum.thousandths))
        }
    }

    private func steps(in amount: Quantity) -> Int64 { amount.thousandths / quantum.thousandths }

    /// So many steps that they are no less than `amount`.
    private func steps(upTo amount: Quantity) -> Int64 {
        let (whole, rest) = amount.thousandths.quotientAndRemainder(dividingBy: quantum.thousandths)
        return rest > 0 ? whole + 1 : whole
    }
}

extension SlotRules: Codable {
    private enum Key: String, CodingKey {
        case type, quantum, strategy, granularity, minimum
        case allowsFragments = "fragments"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init(
            try values.decode(SlotType.self, forKey: .type),
            quantum: try values.decode(Quantity.self, forKey: .quantum),
            strategy: try values.decode(AllocationStrategy.self, forKey: .strategy),
            granularity: try values.decode(DeviceGranularity.self, forKey: .granularity),
            minimum: try values.decodeIfPresent(Quantity.self, forKey: .minimum) ?? .zero,
            allowsFragments: try values.decodeIfPresent(Bool.self, forKey: .allowsFragments) ?? true)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(type, forKey: .type)
        try values.encode(quantum, forKey: .quantum)
        try values.encode(strategy, forKey: .strategy)
        try values.encode(granularity, forKey: .granularity)
        try values.encode(minimum, forKey: .minimum)
        try values.encode(allowsFragments, forKey: .allowsFragments)
    }
}

/// Why devices cannot give an amount.
public enum AllocationRefusal: Error, Sendable, Equatable {
    /// No amount that anybody could have: less than nothing, or infinite.
    case impossible(SlotName, Quantity)
    /// The slot is given once or not at all.
    case moreThanUnique(SlotName, Quantity)
    /// The amount does not consist of whole quanta.
    case notMultiple(SlotName, Quantity, of: Quantity)
    /// The agent has no such slot.
    case unknown(SlotName)
    /// Two slots of which a kernel may have but one.
    case exclusive(SlotName, SlotName)
    /// The devices have less free than is asked for.
    case insufficient(SlotName, asked: Quantity)
    /// Enough is free, but in parts that may not be put together.
    case scattered(SlotName, asked: Quantity)

    /// The refusal in a sentence.
    public var sentence: String {
        switch self {
        case .impossible(let slot, let amount): "`\(amount)` is no amount of `\(slot)`"
        case .moreThanUnique(let slot, let amount): "`\(slot)` is given once to a kernel, not `\(amount)` times"
        case .notMultiple(let slot, let amount, let quantum):
            "`\(amount)` of `\(slot)` is not a multiple of its quantum `\(quantum)`"
        case .unknown(let slot): "there is no slot `\(slot)`"
        case .exclusive(let first, let second): "`\(first)` and `\(second)` cannot be had together"
        case .insufficient(let slot, let asked): "there is less than `\(asked)` of `\(slot)` free"
        case .scattered(let slot, let asked): "`\(asked)` of `\(slot)` is free only in parts that are too small"
        }
    }

    /// What could be asked for instead; nil where time alone may help.
    public var hint: String? {
        switch self {
        case .notMultiple(let slot, let amount, let quantum):
            "ask for \(slot)=\(amount.multiple(of: quantum, roundedUp: false)) or "
                + "\(slot)=\(amount.multiple(of: quantum, roundedUp: true))"
        case .moreThanUnique(let slot, _): "ask for \(slot)=1"
        case .exclusive(let first, let second): "leave out `\(first)` or `\(second)`"
        case .impossible, .unknown, .insufficient, .scattered: nil
        }
    }
}

extension Quantity {
    /// The nearest multiple of `quantum` on one side.
    fileprivate func multiple(of quantum: Quantity, roundedUp: Bool) -> Quantity {
        let whole = thousandths - thousandths % quantum.thousandths
        return roundedUp ? Quantity(thousandths: whole) + quantum : Quantity(thousandths: whole)
    }
}
