/// A part of a whole, compared exactly.
public struct Share: Sendable, Comparable, Hashable {
    /// The part, in any unit.
    public let part: Int64
    /// The whole, in the same unit; more than nothing.
    public let whole: Int64

    /// Nothing of anything.
    public static let none = Share(part: 0, whole: 1)

    /// A part of a whole that is more than nothing.
    init(part: Int64, whole: Int64) {
        self.part = part
        self.whole = whole
    }

    public static func == (left: Share, right: Share) -> Bool { !(left < right) && !(right < left) }

    public static func < (left: Share, right: Share) -> Bool {
        Int128(left.part) * Int128(right.whole) < Int128(right.part) * Int128(left.whole)
    }

    public func hash(into hasher: inout Hasher) {
        let divisor = Share.commonDivisor(part.magnitude, whole.magnitude)
        hasher.combine(part / Int64(divisor))
        hasher.combine(whole / Int64(divisor))
    }

    private static func commonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var (larger, smaller) = (first, second)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}

extension ResourceSlots {
    /// The dominant share of somebody who holds this: the greatest of the shares that he holds of each slot.
    ///
    /// Slots of which there is nothing, or no end, count for nothing.
    ///
    /// - SeeAlso: Ghodsi et al., Dominant Resource Fairness, NSDI 2011. The original takes the greatest share of a single
    ///   session instead of the sum.
    public func dominantShare(of capacity: ResourceSlots) -> Share {
        amounts.lazy.compactMap { slot, held -> Share? in
            let whole = capacity[slot]
            guard whole > .zero, !whole.isInfinite, held > .zero else { return nil }
            return Share(part: held.thousandths, whole: whole.thousandths)
        }.max() ?? .none
    }
}
