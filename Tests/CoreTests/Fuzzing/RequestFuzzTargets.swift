import Core
import FoundationEssentials
import TestSupport

extension FuzzTarget {
    /// The header of a signed request: what is read from it makes a header that means the same.
    static let authorization = FuzzTarget(
        "authorization",
        seeds: [
            "BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:0123456789abcdef",
            "Sorna credential=a:b,signMethod=hmac-sha256", "BackendAI signMethod=HMAC-SHA1, credential=a:b",
            "BackendAI signMethod=HMAC-SHA256, credential=a", "Basic YTpi", "", "BackendAI",
            "BackendAI signMethod=HMAC-SHA256, credential=a:b:c, x=y=z",
        ],
        words: [
            "BackendAI ", "Sorna", "signMethod=", "HMAC-SHA256", "hmac-sha256", "credential=", ":", ",", ", ", "=",
        ],
        check: { text in
            let header: AuthorizationHeader
            do { header = try AuthorizationHeader(parsing: text) } catch { return .refused("\(error)") }
            guard header == (try? AuthorizationHeader(parsing: header.text)) else {
                throw BrokenProperty("`\(header.text)` means something else")
            }
            return .accepted
        })

    /// The date of a request: it can be written, and what is written is the same moment.
    static let date = FuzzTarget(
        "date",
        seeds: dates + [
            "2023-10-01T23:59:60Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:58Z", "1969-12-31 23:59:59.999999",
        ],
        words: dateWords,
        check: { text in
            guard let date = RequestDate(parsing: text) else { return .refused("no date") }
            let (header, _) = RequestDate.header(for: date.instant)
            guard let again = RequestDate(parsing: header), header.utf8.allSatisfy({ $0 < 0x80 }),
                abs(again.instant.timeIntervalSince(date.instant)) < 1e-5
            else { throw BrokenProperty("it is written as `\(header)`") }
            guard date.day.utf8.count == 8, date.day.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw BrokenProperty("its day is `\(date.day)`")
            }
            return .accepted
        })

    /// A moment in a filter: whatever a request may be dated by means the same there.
    static let queryTime = FuzzTarget(
        "query-time",
        seeds: dates + [
            "2023-10-01", "10/1/2023", "2023/10/01 9:05", "20231001T090506", "Oct 1, 2023", "1 October 2023 12:34 UTC",
            "20231001090506", "2023.10.01 09:05:06 +0900",
        ],
        words: dateWords,
        check: { text in
            guard let time = QueryTime(parsing: text) else {
                guard RequestDate(parsing: text) == nil || text.utf8.count > QueryTime.maximumLength else {
                    throw BrokenProperty("a date of a request is none in a filter")
                }
                return .refused("no time")
            }
            // The years 1 to 9999.
            guard (-62_135_596_800_000_000..<253_402_300_800_000_000).contains(time.microseconds) else {
                throw BrokenProperty("it is read as \(time.microseconds)")
            }
            return .accepted
        })

    private static let dates = [
        "2023-10-01T12:34:56.789012+00:00", "2023-10-01 12:34:56z", "2023-10-01T21:34+0900",
        "2023-10-01T05:04:56-07:30",
        "Sun, 01 Oct 2023 12:34:56 GMT", "Sun, 1 Oct 2023 12:34:56 +0000", "2024-02-29T00:00:00+14:00",
        "2023-02-29T00:00:00Z",
    ]

    private static let dateWords = [
        "T", "Z", "z", "GMT", "UTC", "+00:00", "-23:59", "+0000", ".000001", ".999999999", "0001", "9999", "10000",
        "1969",
        "-01-01", "-12-31", "02-29", "23:59:60", "00:00", "Jan", "Sun, ", "Feb ", "/", "20231001", " ",
    ]
}
