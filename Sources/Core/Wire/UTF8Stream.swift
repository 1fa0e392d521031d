/// Decodes a stream of bytes as UTF-8 piece by piece: characters that a piece cuts in two are put together again,
/// and what is no UTF-8 becomes U+FFFD.
public struct UTF8Stream: Sendable {
    private var rest: [UInt8] = []

    /// A decoder at the beginning of a stream.
    public init() {}

    /// The text of `bytes` and of what was held back before, as far as it is complete.
    public mutating func decode(_ bytes: some Collection<UInt8>) -> String {
        rest.append(contentsOf: bytes)
        let complete = rest.count - UTF8Stream.incompleteSuffix(of: rest)
        defer { rest.removeFirst(complete) }
        return String(decoding: rest[..<complete], as: UTF8.self)
    }

    /// What was held back, at the stream's end.
    public mutating func finish() -> String {
        defer { rest = [] }
        return String(decoding: rest, as: UTF8.self)
    }

    /// How many bytes at the end begin a character that more bytes could complete.
    private static func incompleteSuffix(of bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte & 0xc0 == 0x80 { continue }
            let needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            return byte <= 0xf4 && needed > length ? length : 0
        }
        return 0
    }
}
