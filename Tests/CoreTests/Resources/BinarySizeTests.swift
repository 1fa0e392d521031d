import Core
import TestSupport
import Testing

@Suite("Binary size")
struct BinarySizeTests {
    /// Reference vectors of the original's `BinarySize`.
    @Test(
        "reads the sizes that the original reads",
        arguments: [
            ("1 byte", 1), ("99 bytes", 99), ("12345 B", 12345), ("12_345 bytes", 12345), ("11_021_204", 11_021_204),
            ("1.1k", 1126), ("124.32 KiB", 127_303), ("0.5m", 524_288), ("512k", 524_288), ("2 KiBytes", 2048),
            ("0", 0), ("1g", 1 << 30), ("1.5G", 3 << 29), ("1T", 1 << 40), ("1p", 1 << 50), ("7e", 7 << 60),
            ("1 MiB", 1 << 20),
            (".5k", 512), ("256MB", 256 << 20),
        ] as [(String, Int64)]
    )
    func parsing(text: String, bytes: Int64) {
        #expect(BinarySize(parsing: text) == BinarySize(bytes: bytes))
    }

    @Test(
        "refuses fractions of bytes, unknown units, infinity, signs and what does not fit into 63 bits",
        arguments: [
            "1.1", "inf", "", "k", ".", "1x", "1kk", "1 kb b", "-1k", "+1", "1.2.3k", "8e", "1z", "9223372036854775808",
            "1.0000000000000001k", "٣k", "1e999",
        ]
    )
    func refused(text: String) {
        #expect(BinarySize(parsing: text) == nil)
    }

    @Test(
        "prints for people as the original does",
        arguments: [
            (1, "1 byte"), (2, "2 bytes"), (0, "0 bytes"), (1024, "1 KiB"), (105_935, "103.45 KiB"),
            (127_303, "124.32 KiB"),
            (1_048_576, "1 MiB"), (1_048_576_123, "1000 MiB"), (3 << 29, "1.5 GiB"), (.max, "8 EiB"),
        ] as [(Int64, String)]
    )
    func humanized(bytes: Int64, expected: String) {
        #expect(BinarySize(bytes: bytes).humanized == expected)
    }

    @Test(
        "prints short forms with at most two decimals, rounded down",
        arguments: [
            (930, "930"), (1024, "1k"), (524_288, "512k"), (1 << 20, "1m"), (1 << 30, "1g"), (3 << 29, "1.5g"),
            (1025, "1k"),
        ] as [(Int64, String)]
    )
    func short(bytes: Int64, expected: String) {
        #expect(BinarySize(bytes: bytes).description == expected)
    }

    @Test(
        "prints in a unit that is given, and knows no other units",
        arguments: [
            (524_288, "m", "0.5m"), (1 << 30, "m", "1024m"), (3 << 29, "g", "1.5g"), (0, "g", "0g"), (1024, "x", nil),
            (1024, "K", nil),
        ] as [(Int64, Character, String?)]
    )
    func forcedUnit(bytes: Int64, unit: Character, expected: String?) {
        #expect(BinarySize(bytes: bytes).text(in: unit) == expected)
    }

    @Test("a short form that lost nothing is read back to the same size")
    func roundTrip() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            let size = BinarySize(
                bytes: Int64.random(in: 0...1023, using: &random) << (10 * Int64.random(in: 0...5, using: &random)))

            #expect(BinarySize(parsing: size.description) == size)
        }
    }
}
