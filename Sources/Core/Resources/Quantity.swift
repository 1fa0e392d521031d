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
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var (amount, digits) = (Int64(0), 0)
        // How many places behind the point have been read; nil before it.
        var places: Int?
        for byte in rest {
            if byte == UInt8(ascii: "."), places == nil {
                places = 0
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                guard ["inf", "infinite", "infinity"].contains(text.lowercased()) else { return nil }
                self = .infinity
                return
            }
            digits += 1
            if let known = places {
                guard known < 3 else { continue }
                places = known + 1
            }
            guard amount.append(Int64(byte - UInt8(ascii: "0"))) else { return nil }
        }
        guard digits > 0 else { return nil }
        for _ in (places ?? 0)..<3 {
            guard amount.append(0) else { return nil }
        }
        guard amount < .max else { return nil }
        self.init(thousandths: isNegative ? -amount : amount)
    }
}

extension Quantity: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let amount = Quantity(decimal: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "`\(text)` is no amount"))
        }
        self = amount
    }

    /// As a decimal text, since numbers of JSON need not be exact.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// Adds a decimal digit on the right, unless that is too large.
    fileprivate mutating func append(_ digit: Int64) -> Bool {
        let (shifted, overflow) = multipliedReportingOverflow(by: 10)
        let (sum, isTooLarge) = shifted.addingReportingOverflow(digit)
        guard !overflow, !isTooLarge else { return false }
        self = sum
        return true
    }
}
