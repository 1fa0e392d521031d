/// A number of bytes, written by people with suffixes of 1,024: `256m`, `1.5g`, `1 GiB`.
///
/// - SeeAlso: `BinarySize` in the original's `common/types.py`.
public struct BinarySize: Hashable, Sendable, Comparable {
    /// The number of bytes.
    public let bytes: Int64

    private static let suffixes: [Character] = ["k", "m", "g", "t", "p", "e"]

    /// So many bytes.
    public init(bytes: Int64) {
        self.bytes = bytes
    }

    public static func < (left: BinarySize, right: BinarySize) -> Bool { left.bytes < right.bytes }

    /// Reads a number with an optional suffix `k m g t p e`, in any case, itself followed by nothing, `b`, `ib` or `bytes`.
    ///
    /// Blanks and underscores are ignored. A fraction needs a suffix.
    public init?(parsing text: some StringProtocol) {
        var rest = text.lowercased().filter { $0 != " " && $0 != "_" }[...]
        let number = rest.prefix { $0 == "." || $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(number.count)
        var scale: Int64 = 1
        if let first = rest.first, let power = BinarySize.suffixes.firstIndex(of: first) {
            scale = 1 << Int64(10 * (power + 1))
            rest = rest.dropFirst()
            guard ["", "b", "ib", "byte", "bytes", "ibyte", "ibytes"].contains(rest) else { return nil }
        } else {
            guard ["", "b", "byte", "bytes"].contains(rest), !number.contains(".") else { return nil }
        }
        guard let bytes = BinarySize.multiply(String(number), by: scale) else { return nil }
        self.init(bytes: bytes)
    }

    /// `8g`, `1.5g`, `512m`, `77`: at most two decimals, rounded down, so that what is shown as free can be asked for.
    public var description: String {
        scaled(rounds: false) { $0 == 0 ? "" : String(BinarySize.suffixes[$0 - 1]) }
    }

    /// `8 GiB`, `1.5 GiB`, `1 byte`, `77 bytes`: at most two decimals, rounded to the nearest, as the original does.
    public var humanized: String {
        if bytes == 1 { return "1 byte" }
        return scaled(rounds: true) { $0 == 0 ? " bytes" : " \(BinarySize.suffixes[$0 - 1].uppercased())iB" }
    }

    /// The size in a unit that is given, as ``description`` writes it: 524,288 in `m` is `0.5m`.
    ///
    /// - Parameter unit: One of `k m g t p e`.
    /// - Returns: The text; nil for any other unit.
    public func text(in unit: Character) -> String? {
        guard let index = BinarySize.suffixes.firstIndex(of: unit) else { return nil }
        return scaled(rounds: false, by: index + 1) { String(BinarySize.suffixes[$0 - 1]) }
    }

    private func scaled(rounds: Bool, by chosen: Int? = nil, _ suffix: (Int) -> String) -> String {
        var power = chosen ?? 0
        while chosen == nil, power < BinarySize.suffixes.count, bytes >= 1 << Int64(10 * (power + 1)) { power += 1 }
        let unit: Int64 = 1 << Int64(10 * power)
        var (hundredths, rest) = (Int128(bytes % unit) * 100).quotientAndRemainder(dividingBy: Int128(unit))
        // Half to even, as Python's decimals.
        rest *= 2
        if rounds, rest > unit || rest == unit && hundredths % 2 == 1 { hundredths += 1 }
        let amount = Quantity(thousandths: (bytes / unit) * 1000 + Int64(hundredths) * 10)
        return "\(amount)\(suffix(power))"
    }

    /// Multiplies a decimal text exactly; nil when it is no number or too large.
    private static func multiply(_ decimal: String, by scale: Int64) -> Int64? {
        let parts = decimal.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }) else { return nil }
        guard let whole = Int64(parts[0].isEmpty ? "0" : parts[0]) else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        guard parts.count == 2, !parts[1].isEmpty else { return product }
        guard parts[1].count <= 15, let fraction = Int64(parts[1]) else { return nil }
        var denominator: Int128 = 1
        for _ in parts[1] { denominator *= 10 }
        let (sum, tooLarge) = product.addingReportingOverflow(Int64(Int128(fraction) * Int128(scale) / denominator))
        return tooLarge ? nil : sum
    }
}

extension BinarySize: CustomStringConvertible {}
