import Testing

@testable import BackendAICLI

@Suite("Environment file")
struct EnvironmentFileTests {
    @Test("reads names and values, with quotes, comments and `export`")
    func parsing() {
        let text = """
            # a comment
            BACKEND_ENDPOINT=http://127.0.0.1:1
            export A = "two words"
            B='x=y'
            no assignment
            """

        #expect(
            EnvironmentFile.parse(text) == ["BACKEND_ENDPOINT": "http://127.0.0.1:1", "A": "two words", "B": "x=y"]
        )
    }
}
