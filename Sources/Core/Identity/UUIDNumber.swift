/// A UUID as the number that it is.
///
/// - SeeAlso: RFC 9562, section 4.
struct UUIDNumber: Hashable, Sendable, Comparable {
    /// The first eight bytes.
    let high: UInt64
    /// The last eight bytes.
    let low: UInt64

    private static let dashes = [8, 13, 18, 23]
    private static let length = 36

    /// Reads a UUID with dashes and in lower case; nil of any other text.
    init?(_ text: String) {
        guard text.utf8.count == UUIDNumber.length else { return nil }
        var (number, position) = (UInt128(0), 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt128(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt128(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "-") where UUIDNumber.dashes.contains(position): break
            default: return nil
            }
            if UUIDNumber.dashes.contains(position), byte != UInt8(ascii: "-") { return nil }
            position += 1
        }
        high = UInt64(truncatingIfNeeded: number >> 64)
        low = UInt64(truncatingIfNeeded: number)
    }

    /// The text with dashes and in lower case.
    var text: String {
        String(unsafeUninitializedCapacity: UUIDNumber.length) { buffer in
            var rest = UInt128(high) << 64 | UInt128(low)
            for position in (0..<UUIDNumber.length).reversed() {
                if UUIDNumber.dashes.contains(position) {
                    buffer[position] = UInt8(ascii: "-")
                    continue
                }
                let digit = UInt8(truncatingIfNeeded: rest & 15)
                buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                rest >>= 4
            }
            return UUIDNumber.length
        }
    }

    static func < (left: UUIDNumber, right: UUIDNumber) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
