import Core
import Testing

@testable import Manager

@Suite("Completion points")
struct CompletionPointTests {
    @Test(
        "the text ends at the cursor, wherever that is",
        arguments: [
            ("os.pa\nx", ["row": 0, "col": 5], "os.pa"), ("a\nos.pa", ["row": 1, "col": 2], "a\nos"),
            ("é.x", ["row": 0, "col": 2], "é."), ("ab", [:], "ab"), ("", ["line": "imp"], "imp"),
            ("ab", ["row": 7, "col": 1], "ab"), ("ab", ["row": 0, "col": 99], "ab"),
            ("ab", ["row": nil, "col": 1], "ab"),
        ] as [(String, JSONValue, String)])
    func text(code: String, options: JSONValue, expected: String) throws {
        #expect(try CompletionPoint.text(code, options) == expected)
    }

    @Test("what is no place is refused", arguments: [["row": -1, "col": 0], ["row": 0, "col": "x"]] as [JSONValue])
    func nowhere(options: JSONValue) {
        #expect(throws: BackendError.self) { try CompletionPoint.text("ab", options) }
    }
}
