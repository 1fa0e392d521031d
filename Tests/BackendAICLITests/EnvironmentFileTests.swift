import Core
import FoundationEssentials
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

    @Test("is looked for from the current directory upward, and is none where there is none")
    func nearest() throws {
        let base = "/tmp/backend.ai-cli-\(UUID().uuidString.lowercased().prefix(8))"
        try Directory.create(base + "/a/b")
        defer { try? SafeRemoval.remove(base) }
        #expect(EnvironmentFile.nearest(to: base + "/a/b")?.hasPrefix(base) != true)
        try PrivateFile.write("A=1\n", to: base + "/.env")
        #expect(EnvironmentFile.nearest(to: base + "/a/b") == base + "/.env")
        try PrivateFile.write("A=2\n", to: base + "/a/.env")
        #expect(EnvironmentFile.nearest(to: base + "/a/b") == base + "/a/.env")
        #expect(try EnvironmentFile.read(base + "/a/.env") == ["A": "2"])
    }

    @Test("an endpoint that is named wrongly is an argument that cannot be used")
    func settings() {
        let settings = Settings(environment: ["BACKEND_ENDPOINT": "nowhere"])
        let failure = #expect(throws: CommandFailure.self) { try settings.explicit() }

        #expect(failure?.status == .invalidArgument)
    }
}
