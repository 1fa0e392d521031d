import Testing

@Suite("Line patterns")
struct LinePatternTests {
    @Test(
        "hold for what they describe and for nothing else",
        arguments: [
            ("Name   Size\n----  -----\nlab    12.5\n\n", ["Name Size", "--- ---", "lab <number>"], true),
            ("Name   Size\n----  -----\nlab    much\n", ["Name Size", "--- ---", "lab <number>"], false),
            ("one\ntwo\nthree\n", ["…", "three"], true), ("one\n", ["one", "…"], true),
            ("one\ntwo\n", ["one"], false), ("one\n", ["one", "two"], false), ("", [], true), ("one\n", [], false),
            ("\u{1B}[92mdone (a.b)\u{1B}[0m\r\n", ["done (a.b)"], true), ("done (axb)\n", ["done (a.b)"], false),
        ] as [(String, [String], Bool)])
    func match(text: String, lines: [String], holds: Bool) throws {
        var variables: [String: String] = [:]
        #expect(try LinePatterns(lines).match(text, &variables) == holds)
    }

    @Test("keep what they are told to keep, for later lines and later texts")
    func variables() throws {
        var variables = ["user": "anna"]
        let patterns = LinePatterns(["{user} has <key=key>", "again {key}"])
        let key = "AKIA" + String(repeating: "A", count: 16)

        #expect(try patterns.match("anna has \(key)\nagain \(key)\n", &variables))
        #expect(variables["key"] == key)
        #expect(try !patterns.match("anna has \(key)\nagain and again\n", &variables))
    }
}
