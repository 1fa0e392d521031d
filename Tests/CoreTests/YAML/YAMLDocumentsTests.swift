import TestSupport
import Testing

@testable import Core

@Suite("YAML")
struct YAMLDocumentsTests {
    private static func value(_ text: String) throws -> JSONValue {
        let documents = try YAMLDocuments(parsing: text).values
        try #require(documents.count == 1)
        return documents[0]
    }

    @Test(
        "reads maps, lists and scalars as they are written by hand",
        arguments: [
            (
                "a: 1\nb:\n  c: [x, \"y\", 2.5]\n  d: {e: true, f: }\n",
                #"{"a":1,"b":{"c":["x","y",2.5],"d":{"e":true,"f":null}}}"#
            ),
            ("- a\n-\n  b: 1\n- c: 2\n  d: 3\n- - e\n  - f\n", #"["a",{"b":1},{"c":2,"d":3},["e","f"]]"#),
            ("list:\n- 1\n- 2\nnext: x\n", #"{"list":[1,2],"next":"x"}"#),
            (
                "text: |\n  one\n    two\n\n  three\nfolded: >-\n  a\n  b\n\n  c\n",
                #"{"text":"one\n  two\n\nthree\n","folded":"a b\nc"}"#
            ),
            ("keep: |+\n  a\n\nlast: 1\n", #"{"keep":"a\n\n","last":1}"#),
            ("# note\na: b # end\nurl: http://x/#y\n", #"{"a":"b","url":"http://x/#y"}"#),
            (#"a: "q\tu\u00e9\n""# + "\nb: 'it''s'\n", #"{"a":"q\tué\n","b":"it's"}"#),
            ("a: one\n  two\nb: \"x\n  y\"\n", #"{"a":"one two","b":"x y"}"#),
            (#"{"json": ["too", 1, null]}"#, #"{"json":["too",1,null]}"#),
            ("[a,\n # why\n b]\n", #"["a","b"]"#),
            ("\"quoted key\": 1\n'other': 2\n", #"{"quoted key":1,"other":2}"#),
        ]
    )
    func documents(text: String, json: String) throws {
        #expect(try Self.value(text) == JSONValue(parsing: Array(json.utf8)))
    }

    @Test(
        "a plain scalar is what PyYAML takes it for, but dates and numbers to the base of 60 stay texts",
        arguments: [
            ("yes", true), ("Off", false), ("~", nil), ("", nil), ("null", nil), ("12", 12), ("-1_000", -1000),
            ("0x1f", 31), ("0755", 493), ("0b11", 3), ("1.5", .number(1.5)), ("1e3", "1e3"), ("1.0e+3", .number(1000)),
            ("22:80", "22:80"), ("2026-01-02", "2026-01-02"), ("512m", "512m"), ("089", "089"), ("-", "-"),
            ("nullable", "nullable"),
        ] as [(String, JSONValue)]
    )
    func scalars(text: String, expected: JSONValue) {
        #expect(YAMLScalar.value(of: text) == expected)
    }

    @Test("several documents are several values")
    func several() throws {
        let documents = try YAMLDocuments(parsing: "---\na: 1\n---\nb: 2\n...\n--- [3]\n---\n").values
        #expect(documents == [["a": 1], ["b": 2], [3], nil])
        #expect(try YAMLDocuments(parsing: "# nothing\n").values == [])
    }

    @Test(
        "refuses what refers to something else, is ambiguous or is broken, and names the line",
        arguments: [
            ("a: &x 1\n", 1), ("a: 1\nb: *x\n", 2), ("a: !!python/object 1\n", 1), ("%YAML 1.2\n---\na: 1\n", 1),
            ("a: 1\na: 2\n", 2), ("a: b: c\n", 1), ("a:\n\tb: 1\n", 2), ("a: [1, 2\n", 1), ("{: :", 1),
            ("a: 'open\n", 1), ("a: 1\n  b: 2\n", 2), ("? a\n: b\n", 1), ("a: \"\\q\"\n", 1), ("- 1\nb: 2\n", 2),
            ("a: [1] 2\n", 1), ("a: @x\n", 1),
        ]
    )
    func refusals(text: String, line: Int) {
        do {
            let values = try YAMLDocuments(parsing: text).values
            Issue.record("read as \(values)")
        } catch {
            #expect(abs(error.line - line) <= 1, "\(error)")
            #expect(!error.reason.isEmpty)
        }
    }

    @Test("limits length and depth instead of running out of memory or stack")
    func limits() {
        let long = String(repeating: "a", count: YAMLDocuments.maximumLength + 1)
        #expect(throws: YAMLSyntaxError.self) { try YAMLDocuments(parsing: long) }
        for deep in [
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
            String(repeating: "{a: ", count: 50_000),
        ] {
            #expect(throws: YAMLSyntaxError.self) { try YAMLDocuments(parsing: deep) }
        }
    }

    @Test("survives any text: it reads it, or refuses it")
    func fuzz() {
        var random = SeededGenerator(seed: 8)
        let alphabet = Array("{}[]\",:'\\-?|>&*!%@#`~ab01.\t\n \n  é".unicodeScalars)
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...60, using: &random)
            var text = String.UnicodeScalarView()
            for _ in 0..<length { text.append(alphabet.randomElement(using: &random) ?? " ") }
            _ = try? YAMLDocuments(parsing: String(text))
        }
    }
}
