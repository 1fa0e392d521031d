import Core
import FoundationEssentials
import TestSupport
import Testing

@Suite("Request date")
struct RequestDateTests {
    /// 2023-10-01 12:34:56 UTC.
    private static let noon = Date(timeIntervalSince1970: 1_696_163_696)

    @Test(
        "reads ISO 8601 with and without fraction, seconds and offset, and RFC 1123",
        arguments: [
            ("2023-10-01T12:34:56+00:00", 0), ("2023-10-01T12:34:56Z", 0), ("2023-10-01 12:34:56z", 0),
            ("2023-10-01T12:34:56", 0), ("2023-10-01T12:34:56.5+00:00", 0.5), ("2023-10-01T12:34:56.789012Z", 0.789012),
            ("2023-10-01T12:34:56.000000000001Z", 0), ("2023-10-01T21:34:56+09:00", 0), ("2023-10-01T21:34:56+0900", 0),
            ("2023-10-01T21:34:56+09", 0), ("2023-10-01T05:04:56-07:30", 0), ("2023-10-02T00:04:56+11:30", 0),
            ("2023-10-01T12:34Z", -56), ("Sun, 01 Oct 2023 12:34:56 GMT", 0), ("Sun, 1 Oct 2023 12:34:56 +0000", 0),
        ]
    )
    func forms(text: String, offset: TimeInterval) throws {
        let date = try #require(RequestDate(parsing: text))

        #expect(abs(date.instant.timeIntervalSince(Self.noon) - offset) < 1e-6)
    }

    @Test(
        "takes the day in the offset that the date is written in, not in UTC",
        arguments: [
            ("2023-10-01T23:30:00+00:00", "20231001"), ("2023-10-02T08:30:00+09:00", "20231002"),
            ("2023-10-01T16:30:00-07:00", "20231001"), ("2024-02-29T00:00:00+14:00", "20240229"),
            ("Sun, 01 Oct 2023 23:59:59 GMT", "20231001"),
        ]
    )
    func day(text: String, expected: String) {
        #expect(RequestDate(parsing: text)?.day == expected)
    }

    @Test(
        "refuses what is no date",
        arguments: [
            "", "now", "1696163696", "2023-10-01", "2023-10-01T", "2023-13-01T00:00:00Z", "2023-00-01T00:00:00Z",
            "2023-02-29T00:00:00Z", "2023-04-31T00:00:00Z", "2023-10-01T24:00:00Z", "2023-10-01T12:60:00Z",
            "2023-10-01T12:34:56.Z", "2023-10-01T12:34:56+25:00", "2023-10-01T12:34:56+09:61",
            "2023-10-01T12:34:56 UTC+9",
            "2023-10-01T12:34:56Zjunk", "0000-01-01T00:00:00Z", "Sun, 32 Oct 2023 12:34:56 GMT",
            "Sun, 01 Okt 2023 12:34:56 GMT", "Sun, 01 Oct 2023 12:34:56 KST", "٢٠٢٣-10-01T12:34:56Z",
        ]
    )
    func refused(text: String) {
        #expect(RequestDate(parsing: text) == nil)
    }

    @Test(
        "is acceptable less than 15 minutes away from the server's clock, either way",
        arguments: [(0, true), (899, true), (-899, true), (900, false), (-900, false), (86400, false)]
    )
    func skew(seconds: TimeInterval, accepted: Bool) throws {
        let date = try #require(RequestDate(parsing: "2023-10-01T12:34:56+00:00"))

        #expect(date.isAcceptable(at: Self.noon.addingTimeInterval(seconds)) == accepted)
    }

    @Test(
        "is written in UTC, with microseconds unless there are none",
        arguments: [
            (1_696_163_696.0, "2023-10-01T12:34:56+00:00", "20231001"),
            (1_696_163_696.789012, "2023-10-01T12:34:56.789012+00:00", "20231001"),
            (1_696_163_696.000001, "2023-10-01T12:34:56.000001+00:00", "20231001"),
            (0, "1970-01-01T00:00:00+00:00", "19700101"), (951_782_400, "2000-02-29T00:00:00+00:00", "20000229"),
            (4_107_542_399, "2100-02-28T23:59:59+00:00", "21000228"),
        ]
    )
    func header(seconds: TimeInterval, text: String, day: String) {
        let header = RequestDate.header(for: Date(timeIntervalSince1970: seconds))

        #expect(header.text == text)
        #expect(header.day == day)
    }

    @Test("what is written is read back to the microsecond, whatever the day")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let micros = Int64.random(in: 0..<253_402_300_799_000_000, using: &random)
            let instant = Date(timeIntervalSince1970: Double(micros) / 1_000_000)
            let header = RequestDate.header(for: instant)
            let date = try #require(RequestDate(parsing: header.text))

            #expect(abs(date.instant.timeIntervalSince(instant)) < 1e-4)
            #expect(date.day == header.day)
        }
    }
}
