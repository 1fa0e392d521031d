import Core
import Testing

@Suite("Times in filters")
struct QueryTimeTests {
    /// 2023-10-01 00:00 UTC, in seconds.
    private static let day: Int64 = 1_696_118_400

    @Test(
        "are read as people write them, in UTC unless they say otherwise",
        arguments: [
            ("2023-10-01", 0), ("2023-10-1", 0), ("2023/10/01", 0), ("2023.10.01", 0), ("10/1/2023", 0),
            ("20231001", 0),
            ("1 Oct 2023", 0), ("Oct 1 2023", 0), ("October 1, 2023", 0), ("OCT 1, 2023", 0), ("Sun, 1 Oct 2023", 0),
            ("2023-10-01 9:05", 32700), ("2023-10-01T09:05:06", 32706), ("2023/10/01 09:05:06", 32706),
            ("20231001T0905", 32700), ("20231001T090506Z", 32706), ("20231001090506", 32706), ("2023-10-01 09", 32400),
            ("2023-10-01 09:05:06 UTC", 32706), ("2023-10-01 09:05:06 +09:00", 306), ("2023/10/01 09:05+0900", 300),
            ("1 Oct 2023 09:05:06 GMT", 32706), ("Sun, 01 Oct 2023 09:05:06 GMT", 32706),
        ]
    )
    func forms(text: String, offset: Int64) throws {
        #expect(try #require(QueryTime(parsing: text)).microseconds == (Self.day + offset) * 1_000_000)
    }

    @Test("keep their microseconds")
    func fraction() throws {
        let time = try #require(QueryTime(parsing: "2023/10/01 00:00:00.123456"))

        #expect(time.microseconds == Self.day * 1_000_000 + 123_456)
    }

    @Test(
        "are none otherwise",
        arguments: [
            "", " ", "yesterday", "2023", "2023-10", "2023-13-01", "2023-02-30", "13/13/2023", "2023-10-01 25:00",
            "23-10-01",
            "2023-10-01 9:05 KST", "2023-10-01 09:05:06 Z Z", "Oct 2023", "32 Oct 2023", "٢٠٢٣-١٠-٠١",
            "09:05",
            "2023-10-01 a", String(repeating: "1", count: 1000),
        ]
    )
    func refused(text: String) {
        #expect(QueryTime(parsing: text) == nil)
    }
}
