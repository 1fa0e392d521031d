import Core
import Testing

@Suite("JSON value")
struct JSONValueTests {
    @Test("is written without blanks, members in the order given")
    func order() {
        let value: JSONValue = ["z": 1, "a": [true, nil, "x"], "m": ["q": -5, "b": [:]], "e": []]

        #expect(value.encodedText == #"{"z":1,"a":[true,null,"x"],"m":{"q":-5,"b":{}},"e":[]}"#)
    }

    @Test(
        "escapes quotes, backslashes and control characters, and nothing else",
        arguments: [
            ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1f}", #""\u0000\u001f""#),
            ("/é한🙂\u{7f}", "\"/é한🙂\u{7f}\""),
        ]
    )
    func escapes(text: String, expected: String) {
        #expect(JSONValue.string(text).encodedText == expected)
    }

    @Test("is read from every kind of JSON text")
    func reading() throws {
        let text =
            #" {"s": "\u00e9\ud83d\ude42\n", "i": -7, "n": 1.5, "t": true, "f": false, "z": null, "l": [1, []]} "#
        let value = try JSONValue(parsing: Array(text.utf8))

        #expect(value["s"]?.text == "é🙂\n")
        #expect(value["i"] == .integer(-7))
        #expect(value["n"] == .number(1.5))
        #expect(value["t"] == .bool(true))
        #expect(value["f"] == .bool(false))
        #expect(value["z"]?.isNull == true)
        #expect(value["l"]?.items == [.integer(1), .array([])])
        #expect(value["none"] == nil)
        #expect(value.members?.count == 7)
    }

    @Test("keeps the order of members when it is read, duplicates included, at every depth")
    func readingOrder() throws {
        let names = ["z", "a", "m", "b", "name", "id", "status", "y", "x", "c", "k1", "k0"]
        let inner = "{" + names.map { "\"\($0)\":[]" }.joined(separator: ",") + "}"
        let text = "{" + names.map { "\"\($0)\":\(inner)" }.joined(separator: ",") + #","z":1}"#

        #expect(try JSONValue(parsing: Array(text.utf8)).encodedText == text)
    }

    @Test(
        "keeps integers exact and tells them from truth values and fractions",
        arguments: [
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("1", .integer(1)),
            ("0", .integer(0)), ("1e3", .integer(1000)), ("0.25", .number(0.25)),
            ("9223372036854775808", .number(9.223372036854775808e18)),
        ] as [(String, JSONValue)]
    )
    func numbers(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test(
        "refuses what is no JSON",
        arguments: [
            "", "{", "[1,", #"{"a"}"#, "nul", "[1 2]", #""\ud800""#, "\"a\nb\"", "NaN", "1e999", "[]]", "\u{0}",
        ]
    )
    func malformed(text: String) {
        #expect(throws: (any Error).self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("refuses bytes that are no UTF-8")
    func bytes() {
        #expect(throws: (any Error).self) { try JSONValue(parsing: [0x22, 0xff, 0xfe, 0x22]) }
    }

    @Test(
        "refuses nesting that is deep enough to be an attack, without going down itself", arguments: ["[", #"{"a":"#])
    func deepNesting(opening: String) {
        let text = String(repeating: opening, count: 200_000)

        #expect(throws: (any Error).self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("takes the deepest nesting that it allows and writes it back")
    func allowedNesting() throws {
        let text = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)

        #expect(try JSONValue(parsing: Array(text.utf8)).encodedText == text)
    }

    @Test("has no member of anything but an object, and the last of two of one name")
    func members() {
        #expect(JSONValue.array([1])["a"] == nil)
        #expect(JSONValue.string("a").items == nil)
        #expect(JSONValue.object([.init("a", 1), .init("a", 2)])["a"] == .integer(2))
    }
}
