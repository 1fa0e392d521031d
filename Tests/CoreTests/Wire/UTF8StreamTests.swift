import Core
import TestSupport
import Testing

@Suite("UTF-8 stream")
struct UTF8StreamTests {
    private static func decode(_ pieces: some Sequence<[UInt8]>) -> String {
        var stream = UTF8Stream()
        return pieces.reduce(into: "") { $0 += stream.decode($1) } + stream.finish()
    }

    @Test(
        "puts characters together again wherever two cuts split them",
        arguments: ["aé한🙂\n", "🙂🙂", "e\u{301}", "\u{10ffff}\u{800}"])
    func cuts(text: String) {
        let bytes = Array(text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
                #expect(Self.decode(pieces) == text, "cut at \(first) and \(second)")
            }
        }
    }

    @Test("gives each character as soon as it is complete, and holds no more than its beginning back")
    func promptness() {
        var stream = UTF8Stream()

        #expect(stream.decode([0x61, 0xed]) == "a")
        #expect(stream.decode([0x95]) == "")
        #expect(stream.decode([0x9c, 0x62]) == "한b")
        #expect(stream.finish() == "")
    }

    @Test(
        "makes U+FFFD of what is no UTF-8, as decoding the whole at once does, wherever it is cut",
        arguments: [
            [0xff], [0x61, 0x80, 0x62], [0xc0, 0x80], [0xc1, 0xbf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xf0, 0x9f], [0xe2, 0x28, 0xa1], [0x80, 0x80, 0x80, 0x80, 0x80],
            [0xf0, 0x80, 0x41],
        ] as [[UInt8]]
    )
    func invalid(bytes: [UInt8]) {
        let whole = String(decoding: bytes, as: UTF8.self)
        #expect(whole.unicodeScalars.contains("\u{fffd}"))
        for cut in 0...bytes.count {
            #expect(Self.decode([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
    }

    @Test("decodes random bytes in random pieces as if they had come at once")
    func random() {
        var random = SeededGenerator(seed: 5)
        let alphabet: [UInt8] = [0x41, 0x80, 0x9f, 0xbf, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xff, 0x0a]
        for _ in 0..<5000 {
            let bytes = (0..<12).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...4, using: &random)))
                rest = rest.dropFirst(piece.count)
                pieces.append(piece)
            }
            #expect(Self.decode(pieces) == String(decoding: bytes, as: UTF8.self), "\(pieces)")
        }
    }
}
