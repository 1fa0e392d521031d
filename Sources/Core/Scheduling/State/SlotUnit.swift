/// The unit in which amounts of a slot are whole numbers.
///
/// Bytes are counted as such and everything else in thousandths, so that the memory of a large cluster can be summed.
enum SlotUnit: Sendable {
    case byte
    case thousandth

    /// The unit of a slot.
    init(_ name: SlotName) {
        self = name.isBytes ? .byte : .thousandth
    }

    /// An amount as a whole number, rounded up where it is asked for and down where it is there; `Int64.max` is no end.
    func count(_ amount: Quantity, isAskedFor: Bool = true) -> Int64 {
        guard self == .byte, !amount.isInfinite else { return amount.thousandths }
        let (whole, rest) = amount.thousandths.quotientAndRemainder(dividingBy: 1000)
        return isAskedFor && rest > 0 ? whole + 1 : !isAskedFor && rest < 0 ? whole - 1 : whole
    }

    /// The amount that a whole number stands for.
    func quantity(_ units: Int64) -> Quantity {
        self == .byte && units != .max ? Quantity(units) : Quantity(thousandths: units)
    }
}
