/// Those whose sessions have limits, with what they hold.
struct ScopeTable: Sendable {
    private var scopes = Numbering<LimitScope>()
    private var inputs: [ScopeLimits] = []
    private var limits = AmountTable(filledWith: .max)
    private(set) var held = AmountTable()
    private var knownSlots = 0
    /// Whether a scope holds more than it may of anything.
    private var isOverdrawn: [Bool] = []

    /// The number of a scope; one that was not known has no limits.
    mutating func number(of scope: LimitScope, _ slots: SlotTable) -> Int {
        let number = scopes.number(of: scope)
        if number == inputs.count {
            inputs.append(.none)
            isOverdrawn.append(false)
            limits.addRow()
            held.addRow()
            fill(number, slots)
        }
        return number
    }

    /// Sets the limits of a scope.
    ///
    /// - Returns: Whether they are others than before.
    mutating func set(_ input: ScopeLimits, of scope: LimitScope, _ slots: SlotTable) -> Bool {
        let number = number(of: scope, slots)
        if inputs[number] == input { return false }
        inputs[number] = input
        fill(number, slots)
        return true
    }

    /// Takes in slots that have got numbers since.
    mutating func extend(to slots: SlotTable) {
        guard slots.size > knownSlots else { return }
        limits.widen(to: slots.size)
        held.widen(to: slots.size)
        knownSlots = slots.size
        for number in inputs.indices { fill(number, slots) }
    }

    /// Which scope has a number.
    func name(_ scope: Int) -> LimitScope { scopes[scope] }

    /// What a scope has used, for its weight.
    func usage(_ scope: Int) -> Double { inputs[scope].usage }

    /// The most sessions at once; 0 is no limit.
    func maximumSessions(_ scope: Int) -> Int { inputs[scope].sessions }

    /// The first slot of which a scope would hold more than it may; the counting one is that of sessions.
    ///
    /// - Parameters:
    ///   - scope: The scope.
    ///   - request: What is to be added to what it holds.
    ///   - also: What else is to be added; nil is nothing.
    /// - Returns: The slot, or nil.
    func excess(of scope: Int, with request: SlotRequest, and also: SlotRequest?) -> Int? {
        for amount in request.amounts {
            let limit = limits[scope, amount.slot]
            if limit == .max { continue }
            let extra = also?.amounts.first { $0.slot == amount.slot }?.units ?? 0
            if held[scope, amount.slot].addingClamped(amount.units).addingClamped(extra) > limit { return amount.slot }
        }
        return nil
    }

    /// A slot of which a scope holds more than it may, asked for or not: then nothing more is given, as in the original.
    func overdrawn(_ scope: Int) -> Int? { isOverdrawn[scope] ? firstOverdrawn(scope) : nil }

    private func firstOverdrawn(_ scope: Int) -> Int? {
        (0..<knownSlots).first { limits[scope, $0] != .max && held[scope, $0] > limits[scope, $0] }
    }

    /// Adds to what a scope holds.
    mutating func charge(_ scope: Int, _ request: SlotRequest) {
        held.add(request, to: scope)
        for amount in request.amounts where held[scope, amount.slot] > limits[scope, amount.slot] {
            isOverdrawn[scope] = true
        }
    }

    /// Takes it off again.
    mutating func discharge(_ scope: Int, _ request: SlotRequest) {
        held.take(request, from: scope)
        if isOverdrawn[scope] { isOverdrawn[scope] = firstOverdrawn(scope) != nil }
    }

    private mutating func fill(_ number: Int, _ slots: SlotTable) {
        let input = inputs[number]
        limits[number, SlotTable.count] = input.sessions > 0 ? Int64(input.sessions) * 1000 : .max
        for slot in 1..<max(knownSlots, 1) {
            limits[number, slot] = slots.units(input.limit(of: slots[slot]), of: slot, isAskedFor: false)
        }
        isOverdrawn[number] = firstOverdrawn(number) != nil
    }
}
