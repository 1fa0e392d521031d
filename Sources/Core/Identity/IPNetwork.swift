/// A block of addresses that begin with the same bits.
public struct IPNetwork: Sendable, Hashable {
    private let first: IPAddress
    /// How many of the 128 bits are the network's.
    private let length: Int

    /// Reads an address, `10.0.0.0/8`, `2001:db8::/32`, or wildcards at the end: `10.1.*.*`.
    ///
    /// Bits behind the prefix are refused: who writes `10.1.2.3/8` may have meant another network.
    public init?(parsing text: some StringProtocol) {
        if text.contains("*") {
            let parts = String(text).split(separator: ".", omittingEmptySubsequences: false)
            let wildcards = parts.reversed().prefix { $0 == "*" }.count
            let first = parts.enumerated().map { $0 < parts.count - wildcards ? $1 : "0" }.joined(separator: ".")
            guard parts.count == 4, let address = IPAddress(parsing: first) else {
                return nil
            }
            self.init(first: address, length: 96 + 8 * (4 - wildcards))
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parsing: parts[0]) else { return nil }
        let most = address.isVersion4 ? 32 : 128
        var length = most
        if parts.count == 2 {
            guard let number = Int(parts[1]), parts[1] == String(number), (0...most).contains(number) else {
                return nil
            }
            length = number
        }
        self.init(first: address, length: length + 128 - most)
        guard contains(address), address.bits & ~mask == 0 else { return nil }
    }

    private init(first: IPAddress, length: Int) {
        self.first = first
        self.length = length
    }

    private var mask: UInt128 { length == 0 ? 0 : ~0 << (128 - length) }

    /// Whether `address` is one of the block.
    public func contains(_ address: IPAddress) -> Bool { (address.bits ^ first.bits) & mask == 0 }
}

extension IPNetwork: CustomStringConvertible {
    /// `10.0.0.0/8`; an address alone where it is one.
    public var description: String {
        if length == 128 { return "\(first)" }
        return "\(first)/\(first.isVersion4 && length >= 96 ? length - 96 : length)"
    }
}
