import Core
import Testing

@Suite("API version")
struct APIVersionTests {
    @Test("is read and written as on the wire, and ordered by number, then by date")
    func parsing() throws {
        let version = try #require(APIVersion(parsing: "v7.20230615"))

        #expect(version == .current)
        #expect(version.description == "v7.20230615")
        #expect(try #require(APIVersion(parsing: "v6.20230315")) < version)
        #expect(try #require(APIVersion(parsing: "v10.20190101")) > version)
    }

    @Test(
        "is refused in any other form",
        arguments: ["", "7.20230615", "v7", "v7.2023", "v7.20230615.1", "vx.20230615", "v7.2023061x"])
    func refused(text: String) {
        #expect(APIVersion(parsing: text) == nil)
    }

    @Test("accepts its own version and every older one that the original's clients name")
    func accepted() {
        #expect(APIVersion.accepted.contains(APIVersion.current.description))
        #expect(APIVersion.accepted.allSatisfy { APIVersion(parsing: $0).map { $0 <= .current } ?? false })
    }
}
