/// An exact amount of a resource slot, in steps of one thousandth; never a floating-point number.
///
/// Counts are quantised to 0.001 as in the original; bytes are whole. The greatest finite amount is
/// about 9.2 × 10¹⁵, and ``infinity`` stands for "no limit".
public struct Quantity: Hashable, Sendable {
    /// The amount times 1,000; `Int64.max` is infinity.
    public let thousandths: Int64

    /// Nothing.
    public static let zero = Quantity(thousandths: 0)
    /// No limit.
    public static let infinity = Quantity(thousandths: .max)

    /// Takes an amount that is already multiplied by 1,000.
    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    /// A whole amount; one too large to count is ``infinity``.
    public init(_ whole: Int64) {
        let (product, overflow) = whole.multipliedReportingOverflow(by: 1000)
        self.init(thousandths: overflow ? .max : product)
    }

    /// Whether this is ``infinity``.
    public var isInfinite: Bool { thousandths == .max }

    /// The amount without its fraction.
    public var whole: Int64 { isInfinite ? .max : thousandths / 1000 }

    /// The sum, ``infinity`` if either is infinite or the sum is too large.
    public static func + (left: Quantity, right: Quantity) -> Quantity {
        if left.isInfinite || right.isInfinite { return .infinity }
        let (sum, overflow) = left.thousandths.addingReportingOverflow(right.thousandths)
        return overflow ? .infinity : Quantity(thousandths: sum)
    }

    /// The difference; infinity less anything finite stays infinite.
    public static func - (left: Quantity, right: Quantity) -> Quantity {
        if left.isInfinite { return .infinity }
        let (difference, overflow) = left.thousandths.subtractingReportingOverflow(right.thousandths)
        return overflow || right.isInfinite ? Quantity(thousandths: .min + 1) : Quantity(thousandths: difference)
    }
}

extension Quantity: Comparable {
    public static func < (left: Quantity, right: Quantity) -> Bool { left.thousandths < right.thousandths }
}

extension Quantity: CustomStringConvertible {
    /// A plain decimal without exponent or trailing zeros: `1.5`, `536870912`, `Infinity`.
    public var description: String {
        if isInfinite { return "Infinity" }
        let magnitude = thousandths.magnitude
        let sign = thousandths < 0 ? "-" : ""
        let fraction = magnitude % 1000
        if fraction == 0 { return "\(sign)\(magnitude / 1000)" }
        var digits = String(fraction + 1000).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(sign)\(magnitude / 1000).\(digits)"
    }

    /// Reads a plain decimal; digits past the third place are cut off, as the original quantises.
    public init?(decimal text: some StringProtocol) {
        if ["inf", "infinite", "infinity"].contains(text.lowercased()) {
            self = .infinity
            return
        }
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            parts.contains(where: { !$0.isEmpty })
        else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1].prefix(3)) : ""
        let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
        guard let whole = Int64(parts[0].isEmpty ? "0" : String(parts[0])), let rest = Int64(padded) else { return nil }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 1000)
        let (amount, isTooLarge) = scaled.addingReportingOverflow(rest)
        guard !overflow, !isTooLarge, amount < .max else { return nil }
        self.init(thousandths: isNegative ? -amount : amount)
    }
}
