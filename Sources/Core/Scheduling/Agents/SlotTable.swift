/// Numbers for the slots of a cluster, so that amounts stand in arrays.
///
/// Slots are never taken out: a cluster knows few, and a number stays what it was.
struct SlotTable: Sendable {
    private(set) var names: [SlotName] = []
    private var numbers: [SlotName: Int] = [:]

    /// How many slots have a number.
    var count: Int { names.count }

    /// The number of a slot, given to it now if it has none.
    mutating func number(of name: SlotName) -> Int {
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }

    /// The number of a slot, or nil.
    func known(_ name: SlotName) -> Int? { numbers[name] }
}

/// What one kernel asks for, by slot numbers: only what is more than nothing, in the order of importance.
struct SlotRequest: Sendable, Hashable {
    struct Amount: Sendable, Hashable {
        let slot: Int
        let thousandths: Int64
    }

    let amounts: [Amount]
    /// The slots asked for, a bit each.
    let mask: UInt64

    /// Takes amounts in the order of importance.
    init(_ amounts: [Amount]) {
        self.amounts = amounts.filter { $0.thousandths > 0 }
        mask = self.amounts.reduce(0) { $0 | SlotRequest.bit($1.slot) }
    }

    /// The bit of a slot; those past the last bit share it, which makes choices coarser and never wrong.
    static func bit(_ slot: Int) -> UInt64 { 1 << UInt64(min(slot, 63)) }
}
