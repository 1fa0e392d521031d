/// Makes inputs of others: changed, cut, doubled, crossed.
struct InputMutator {
    let words: [[UInt8]]
    let longest: Int

    /// What troubles parsers of any kind.
    private static let troubles: [[UInt8]] =
        [
            "", "0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e308", "1e-400",
            "0.1",
            "\u{0}", "\u{301}", "\u{2028}", "\u{feff}", "\u{1f469}\u{200d}\u{1f680}", "한글", "ſ", "İ", "\"", "\\", "'",
            "\n", "\r\n", "\t", " ", "%", "%00", "..", "//", ":", "[", "]", "{", "}", "(", ")", ",", ";", "=", "&", "|",
        ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]

    /// A new input, of one or two of `pool`.
    func input(from pool: [[UInt8]], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = pool.randomElement(using: &random) ?? []
        // Mostly one change, since most change what is good into what is not.
        let changes = Bool.random(using: &random) ? 1 : Int.random(in: 1...5, using: &random)
        for _ in 0..<changes { change(&bytes, pool, using: &random) }
        // Long inputs show what time grows with; they are too slow to be all that is tried.
        if Int.random(in: 0..<64, using: &random) == 0 { grow(&bytes, using: &random) }
        return Array(bytes.prefix(longest))
    }

    private func change(_ bytes: inout [UInt8], _ pool: [[UInt8]], using random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + .random(in: 0...8, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes.replaceSubrange(place..<end, with: [.random(in: 0...255, using: &random)])
        case 1: bytes.replaceSubrange(place..<end, with: [.random(in: 0x20...0x7e, using: &random)])
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
        case 4: bytes.replaceSubrange(place..<end, with: words.randomElement(using: &random) ?? [])
        case 5: bytes.insert(contentsOf: Self.troubles.randomElement(using: &random) ?? [], at: place)
        case 6:
            // The end of one on the beginning of another.
            let other = pool.randomElement(using: &random) ?? []
            bytes = Array(bytes[..<place] + other[Int.random(in: 0...other.count, using: &random)...])
        case 7:
            let start = Int.random(in: 0...place, using: &random)
            let piece = Array(bytes[start..<place].prefix(longest / 8))
            bytes.insert(contentsOf: piece, at: .random(in: 0...bytes.count, using: &random))
        default:
            guard place < end else { return }
            bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
    }

    /// Repeats a piece many times, so that nesting and lists become as deep and long as can be.
    private func grow(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let piece = bytes[start...].prefix(.random(in: 1...40, using: &random))
        let most = max(1, longest / piece.count)
        let times = Int.random(in: 1...most, using: &random)
        bytes.insert(contentsOf: repeatElement(piece, count: times).joined(), at: start)
    }
}
