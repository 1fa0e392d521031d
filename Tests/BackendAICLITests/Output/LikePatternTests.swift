import Testing

@testable import BackendAICLI

@Suite("Patterns of `like`")
struct LikePatternTests {
    @Test(
        "take `%` for any characters and `_` for one",
        arguments: [
            ("abc", "abc", true), ("abc", "ab", false), ("a%", "abc", true), ("%c", "abc", true), ("%b%", "abc", true),
            ("a_c", "abc", true), ("a_c", "ac", false), ("%", "", true), ("", "", true), ("", "a", false),
            ("%한%", "큰한글", true), ("a%b%c", "axxbyyc", true), ("a%b%c", "axxbyy", false), ("%%", "abc", true),
        ])
    func patterns(pattern: String, text: String, matches: Bool) {
        #expect(LikePattern(pattern).matches(text) == matches)
    }

    @Test("cost no more than both lengths, whatever is written")
    func cost() {
        let pattern = String(repeating: "%a", count: 500) + "b"
        #expect(!LikePattern(pattern).matches(String(repeating: "a", count: 2000)))
    }
}
