import Testing

@testable import BackendAICLI

@Suite("Words of ssh and scp")
struct SecureShellAccessTests {
    @Test(
        "lose the local port that the official client opens, and nothing else",
        arguments: [
            (["-p", "9922", "id"], ["id"]), (["--port", "9922", "id"], ["id"]), (["--port=9922", "id"], ["id"]),
            (["-r", "-p", "9922", "a", ":b"], ["-r", "a", ":b"]), (["-p", "a", ":b"], ["-p", "a", ":b"]),
            (["echo", "-p", "9922"], ["echo", "-p", "9922"]), (["--", "-p", "9922"], ["--", "-p", "9922"]), ([], []),
        ] as [([String], [String])])
    func port(words: [String], kept: [String]) {
        #expect(SecureShellAccess.withoutPort(words) == kept)
    }
}
