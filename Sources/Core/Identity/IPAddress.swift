/// An address of the internet protocol, version 4 or 6.
///
/// Both are kept as the 128 bits of version 6, version 4 in its mapped form (RFC 4291 §2.5.5.2), so that the two
/// spellings of one address are equal.
public struct IPAddress: Sendable, Hashable {
    /// The bits, the first of the text in the highest.
    public let bits: UInt128

    /// An address of version 6.
    public init(version6 bits: UInt128) {
        self.bits = bits
    }

    /// An address of version 4.
    public init(version4 bits: UInt32) {
        self.bits = (0xffff << 32) | UInt128(bits)
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; a zone such as `%eth0` is left out.
    public init?(parsing text: some StringProtocol) {
        let address = text.prefix { $0 != "%" }
        if address.contains(":") {
            guard let bits = IPAddress.version6(address) else { return nil }
            self.init(version6: bits)
        } else {
            guard let bits = IPAddress.version4(address) else { return nil }
            self.init(version4: bits)
        }
    }

    /// Whether it is of version 4.
    public var isVersion4: Bool { bits >> 32 == 0xffff }

    /// The address that stands for all that one subscriber has: 64 bits in version 6, itself in version 4.
    public var subscriber: IPAddress { isVersion4 ? self : IPAddress(version6: (bits >> 64) << 64) }

    private static func version4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            // Leading zeros are octal to some readers, so that nobody may write them.
            guard (1...3).contains(part.count), part.count == 1 || part.first != "0",
                part.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let octet = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    private static func version6(_ text: some StringProtocol) -> UInt128? {
        let parts = String(text).split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        /// Where the one `::` stands.
        var gap: Int?
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                // The ends of a text give an empty part beside the one of the `::` itself.
                let isEnd =
                    index == 0 && parts.dropFirst().first == "" || index == parts.count - 1 && gap == groups.count
                if isEnd { continue }
                guard gap == nil, parts.count > 2 else { return nil }
                gap = groups.count
            } else if part.contains("."), index == parts.count - 1 {
                guard let last = version4(part) else { return nil }
                groups += [UInt16(last >> 16), UInt16(last & 0xffff)]
            } else {
                guard part.count <= 4, part.utf8.allSatisfy(isDigit), let group = UInt16(part, radix: 16) else {
                    return nil
                }
                groups.append(group)
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 32
    }
}

extension IPAddress: CustomStringConvertible {
    /// The text in the form of RFC 5952.
    public var description: String {
        if isVersion4 { return (0..<4).reversed().map { String(bits >> ($0 * 8) & 0xff) }.joined(separator: ".") }
        let groups = (0..<8).reversed().map { UInt16(truncatingIfNeeded: bits >> ($0 * 16)) }
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count > 1 else { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}
