import Core
import FoundationEssentials
import Testing

@Suite("Start times")
struct StartTimeTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        "are moments of ISO 8601, or times from now with their units",
        arguments: [
            ("2027-01-15T09:00:00+00:00", 3600), ("2027-01-15 17:00:00+09:00", 0), ("2027-01-16", 57600),
            ("1h", 3600), ("+2d12h", 216_000), ("90 minutes", 5400), ("1d 2h 3m 4s", 93784), ("1.5h", 5400),
            ("30sec", 30), (" 10m", 600),
        ] as [(String, Double)])
    func read(text: String, seconds: Double) throws {
        #expect(try #require(StartTime(parsing: text)).date(from: Self.now) == Self.now.addingTimeInterval(seconds))
    }

    @Test(
        "are refused where they mean nothing",
        arguments: ["", " ", "not-a-time", "h", "1", "-1h", "1x", "2m1h", "1h1h", "1..5h", "2027-13-01", "99999d", "+"])
    func refused(text: String) {
        #expect(StartTime(parsing: text) == nil)
    }
}
