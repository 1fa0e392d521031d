import Core
import TestSupport
import Testing

@Suite("JSON parser")
struct JSONParserTests {
    private static func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    /// Cases of RFC 8259 where parsers differ.
    @Test(
        "refuses what RFC 8259 does not allow",
        arguments: [
            "01", "-01", "1.", ".5", "+1", "-", "1e", "1e+", "0x10", "1 2", "Infinity", "-Infinity", "True", "nulls",
            "[1,]", "[,1]", #"{"a":1,}"#, #"{a:1}"#, #"{'a':1}"#, #"{"a" 1}"#, #"{1:2}"#, "// x\n1", "1 /* */",
            "\u{feff}1",
            #""\x41""#, #""\u12""#, #""\u12g4""#, #""\udc00""#, #""\ud83dx""#, #""\ud83d\u0041""#, "\"a", "\"\t\"",
            "\"\u{0}\"", "'a'", "[", "{", "]", "}", ",", ":", "\u{a0}1",
        ]
    )
    func refused(text: String) {
        #expect(throws: (any Error).self) { try Self.parse(text) }
    }

    @Test(
        "reads what it allows",
        arguments: [
            (" \t\r\n1 \n", .integer(1)), ("-0", .integer(0)), ("-0.0", .integer(0)), ("2.0", .integer(2)),
            ("1E2", .integer(100)), ("1.50", .number(1.5)), ("1e-2", .number(0.01)), ("[ ]", []), ("{ }", [:]),
            (#""""#, ""),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0000\u00e9\ud83d\ude42""#, "\u{0}é🙂"),
            (#"{"":0,"a":{"a":[null]}}"#, ["": 0, "a": ["a": [nil]]]), ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"),
        ] as [(String, JSONValue)]
    )
    func allowed(text: String, value: JSONValue) throws {
        #expect(try Self.parse(text) == value)
    }

    @Test(
        "refuses strings that are no UTF-8",
        arguments: [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80], [0x80]]
            as [[UInt8]]
    )
    func encoding(bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
    }

    @Test("reads back whatever it has written")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<1000 {
            let value = Self.value(depth: 4, &random)
            #expect(try JSONValue(parsing: value.encoded) == value)
        }
    }

    @Test("survives any bytes: it reads them, or refuses them")
    func fuzz() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\",:\\u0123456789abcdefntrl-+.eE \n".utf8) + [0, 0x1f, 0x80, 0xc3, 0xe2, 0xff]
        for _ in 0..<5000 {
            var bytes = Self.value(depth: 3, &random).encoded
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: place)
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            // What is accepted is JSON: written again, it means the same.
            #expect((try? JSONValue(parsing: value.encoded)) == value)
        }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return nil
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(.random(in: .min ... .max, using: &random))
        case 3: return .number(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 64 + 1 / 128)
        case 4, 5:
            let scalars: [Character] = ["a", "\"", "\\", "\n", "\u{0}", "é", "한", "🙂", "\u{7f}", "/"]
            return .string(
                String(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        scalars[Int.random(in: 0..<10, using: &random)]
                    }))
        case 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map {
                    .init("k\($0 % 3)", value(depth: depth - 1, &random))
                })
        }
    }
}
