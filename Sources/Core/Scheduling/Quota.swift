/// The most of each slot that somebody may hold at once, and what they hold already.
public struct Quota: Sendable, Equatable {
    /// The slots that have a limit of their own.
    public let limits: ResourceSlots
    /// The limit of every other slot: ``Quantity/infinity``, or zero for a policy that lists all it gives.
    public let unlisted: Quantity
    /// What is held, summed from the allocations table.
    public let occupied: ResourceSlots

    /// Describes limits and their use.
    public init(limits: ResourceSlots, unlisted: Quantity = .infinity, occupied: ResourceSlots = .none) {
        self.limits = limits
        self.unlisted = unlisted
        self.occupied = occupied
    }

    /// The most of one slot.
    public func limit(of slot: SlotName) -> Quantity { limits.amounts[slot] ?? unlisted }

    /// What is left of one slot; never less than nothing.
    public func remaining(of slot: SlotName) -> Quantity { max(.zero, limit(of: slot) - occupied[slot]) }
}
