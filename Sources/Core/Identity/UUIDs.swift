import FoundationEssentials

extension Identifier {
    /// A new UUID with dashes, lower case: the time in milliseconds, and 74 random bits.
    ///
    /// What is made one after the other stands side by side in a database's indexes: a hundred thousand sessions that are placed
    /// at once change a few pages, and not all.
    ///
    /// - SeeAlso: RFC 9562, section 5.7 (version 7).
    public static func random() -> Self {
        let now = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
        let random = UInt128.random(in: 0...UInt128.max)
        let (version, variant) = (UInt64(7) << 12, UInt64(0b10) << 62)
        let high = now << 16 | version | UInt64(truncatingIfNeeded: random >> 64) & 0xfff
        let low = variant | UInt64(truncatingIfNeeded: random) >> 2
        return Self(rawValue: UUIDNumber(high: high, low: low).text)
    }

    /// Whether the text is a UUID with dashes.
    public var isUUID: Bool { UUID(uuidString: rawValue) != nil }
}
