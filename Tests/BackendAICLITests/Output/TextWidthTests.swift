import Foundation
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Widths of texts")
struct TextWidthTests {
    @Test(
        "are two for wide characters and emoji, none for what combines, one for all else",
        arguments: [
            ("", 0), ("abc", 3), ("한글", 4), ("日本", 4), ("ｆ", 2), ("é", 1), ("e\u{301}", 1), ("🙂", 2), ("─", 1),
            ("\u{1112}\u{1161}\u{11ab}", 2), ("❤\u{fe0f}", 2), ("👩\u{200d}💻", 2), ("🇰🇷", 2), ("ㄱ", 2), ("ｶ", 1),
            ("a\u{200b}b", 2), ("안녕 world", 10),
        ])
    func widths(text: String, width: Int) {
        #expect(TextWidth.of(text) == width)
    }

    @Test("clipping keeps what fits, and never half a character")
    func clipping() {
        #expect(TextWidth.clipped("한글abc", to: 5) == "한글a")
        #expect(TextWidth.clipped("한글abc", to: 3) == "한")
        #expect(TextWidth.clipped("abc", to: 9) == "abc")
        #expect(TextWidth.clipped("abc", to: 0) == "")
    }

    @Test(
        "agree with the tables of Unicode, character by character",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "needs /usr/bin/python3"))
    func unicode() async throws {
        let script = """
            import sys, unicodedata as u
            for c in range(0x300, 0x110000):
                if 0xd800 <= c <= 0xdfff: continue
                if u.east_asian_width(chr(c)) in 'WF' and u.category(chr(c)) != 'Cn': print('%x' % c)
            """
        let run = try await Command("/usr/bin/python3", ["-c", script], environment: [:]).run()
        let wide = Set(run.output.split(separator: "\n").compactMap { UInt32($0, radix: 16) })
        #expect(wide.count > 90_000)
        let narrow = wide.filter { value in
            Unicode.Scalar(value).map { TextWidth.of(String(Character($0))) != 2 } ?? true
        }
        #expect(narrow.isEmpty, "\(narrow.prefix(5))")
    }
}
