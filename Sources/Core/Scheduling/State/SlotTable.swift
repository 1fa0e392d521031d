/// The slots of a cluster by number, and amounts of them as whole numbers.
struct SlotTable: Sendable {
    /// The slot that counts: of an agent its kernels, of a scope its sessions.
    static let count = 0

    private var slots = Numbering<SlotName>()
    private var units: [SlotUnit] = []

    /// A table that knows the counting slot alone.
    init() {
        _ = number(of: SlotName(""))
    }

    /// How many slots have a number.
    var size: Int { slots.count }

    /// The name of a slot.
    subscript(number: Int) -> SlotName { slots[number] }

    /// The number of a slot, given to it now if it has none.
    mutating func number(of name: SlotName) -> Int {
        let number = slots.number(of: name)
        if number == units.count { units.append(SlotUnit(name)) }
        return number
    }

    /// The number of a slot, or nil.
    func known(_ name: SlotName) -> Int? { slots.known(name) }

    /// An amount as a whole number of the slot's units.
    func units(_ amount: Quantity, of slot: Int, isAskedFor: Bool = true) -> Int64 {
        units[slot].count(amount, isAskedFor: isAskedFor)
    }

    /// A request in numbers: slots in the order of `importance`, then the counting slot.
    mutating func request(_ slots: ResourceSlots, by importance: [String], count: Int64 = 1) -> SlotRequest {
        let names = slots.amounts.keys.filter { slots[$0] > .zero }.sorted {
            let (left, right) = ($0.rank(in: importance), $1.rank(in: importance))
            return left != right ? left < right : $0 < $1
        }
        var amounts: [SlotRequest.Amount] = []
        for name in names {
            let slot = number(of: name)
            amounts.append(SlotRequest.Amount(slot: slot, units: units(slots[name], of: slot)))
        }
        amounts.append(SlotRequest.Amount(slot: SlotTable.count, units: count * 1000))
        return SlotRequest(amounts)
    }
}

extension SlotName {
    fileprivate func rank(in importance: [String]) -> Int { importance.firstIndex(of: kind) ?? importance.count }
}

/// What is asked for, by slot numbers: only what is more than nothing, in the order of importance.
struct SlotRequest: Sendable, Hashable {
    struct Amount: Sendable, Hashable {
        let slot: Int
        let units: Int64
    }

    let amounts: [Amount]
    /// The slots asked for, a bit each, without the counting one.
    let mask: UInt64

    /// Takes amounts in the order of importance.
    init(_ amounts: [Amount]) {
        self.amounts = amounts.filter { $0.units > 0 }
        mask = self.amounts.reduce(0) { $1.slot == SlotTable.count ? $0 : $0 | SlotRequest.bit($1.slot) }
    }

    /// How much of a slot is asked for; nil is nothing.
    func units(of slot: Int) -> Int64? {
        for amount in amounts where amount.slot == slot { return amount.units }
        return nil
    }

    /// The bit of a slot; those past the last bit share it, which makes choices coarser and never wrong.
    static func bit(_ slot: Int) -> UInt64 { 1 << UInt64(min(slot, 63)) }

    /// So much of each slot as all of `requests` together, in the first one's order.
    static func sum(_ requests: [SlotRequest]) -> SlotRequest {
        var order: [Int] = []
        var sums: [Int: Int64] = [:]
        for amount in requests.lazy.flatMap(\.amounts) {
            if sums[amount.slot] == nil { order.append(amount.slot) }
            sums[amount.slot] = (sums[amount.slot] ?? 0).addingClamped(amount.units)
        }
        return SlotRequest(order.map { Amount(slot: $0, units: sums[$0] ?? 0) })
    }

    /// The same, counted as one.
    var countedOnce: SlotRequest {
        SlotRequest(amounts.map { $0.slot == SlotTable.count ? Amount(slot: $0.slot, units: 1000) : $0 })
    }
}

extension Int64 {
    /// The sum, or the greatest number where it is too large.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? (other > 0 ? .max : .min) : sum
    }
}
