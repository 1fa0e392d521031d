/// A point in time as archives tell it: seconds since 1970, and a fraction.
public struct ArchiveTime: Sendable, Hashable, Comparable {
    /// Whole seconds since 1970, rounded down; negative before it.
    public let seconds: Int64
    /// What follows the whole second: 0 to 999 999 999.
    public let nanoseconds: UInt32

    /// A time; nanoseconds beyond a second count as its last one.
    public init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = min(nanoseconds, 999_999_999)
    }

    public static func < (left: ArchiveTime, right: ArchiveTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Reads a decimal number of seconds, `-1.5`; nil for anything else.
    ///
    /// What is finer than a nanosecond is left out.
    init?(decimal text: some Sequence<UInt8>) {
        let text = String(decoding: Array(text), as: UTF8.self)
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        guard parts.joined().utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let seconds = Int64((isNegative ? "-" : "") + whole) else { return nil }
        let digits = parts.count == 2 ? parts[1].prefix(9) : ""
        let fraction = UInt32(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0

        guard isNegative, fraction > 0 else {
            self.init(seconds: seconds, nanoseconds: fraction)
            return
        }
        guard seconds > .min else { return nil }
        self.init(seconds: seconds - 1, nanoseconds: 1_000_000_000 - fraction)
    }

    /// The time as a decimal number of seconds.
    var decimal: String {
        guard nanoseconds > 0 else { return String(seconds) }
        // -1.5 is stored as -2 seconds and half a one.
        let isNegative = seconds < 0
        let whole = isNegative ? -(seconds + 1) : seconds
        let digits = String(isNegative ? 1_000_000_000 - nanoseconds : nanoseconds)
        var fraction = String(repeating: "0", count: 9 - digits.count) + digits
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(isNegative ? "-" : "")\(whole).\(fraction)"
    }
}
