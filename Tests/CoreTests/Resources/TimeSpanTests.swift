import Testing

@testable import Core

@Suite("Time spans")
struct TimeSpanTests {
    @Test(
        "have a whole number and a unit, seconds without one",
        arguments: [
            ("90d", 90 * 86400), ("1yr", 365 * 86400), ("2mo", 60 * 86400), ("1w", 604800), ("12H", 43200),
            ("30m", 1800), ("45s", 45), ("45", 45), ("0", 0),
        ] as [(String, Int64)]
    )
    func reading(text: String, seconds: Int64) {
        #expect(TimeSpan(parsing: text)?.seconds == seconds)
    }

    @Test(
        "are refused when they are anything else, or longer than a number can tell",
        arguments: ["", "d", "-1d", "1.5h", "1 d", "1dd", "99999999999999999999", "9999999999yr", "٣d"])
    func refusal(text: String) {
        #expect(TimeSpan(parsing: text) == nil)
    }
}
