import Testing

@testable import GraphQL

@Suite("GraphQLDocument")
struct ParserTests {
    // Texts and places are those of graphql-core 3.2.
    @Test(
        "says what a malformed text has and where",
        arguments: [
            ("", "Unexpected <EOF>.", 1, 1),
            ("# nothing", "Unexpected <EOF>.", 1, 10),
            ("query { keypair { user_id ", "Expected Name, found <EOF>.", 1, 27),
            ("{ }", "Expected Name, found '}'.", 1, 3),
            ("{ a(x: ) }", "Unexpected ')'.", 1, 8),
            ("{ a(x 1) }", "Expected ':', found Int '1'.", 1, 7),
            ("{ a() }", "Expected Name, found ')'.", 1, 5),
            ("query Q(a: Int) { a }", "Expected '$', found Name 'a'.", 1, 9),
            ("query ($a: Int = $b) { a }", "Unexpected variable '$b' in constant value.", 1, 18),
            ("fragment on on T { a }", "Unexpected Name 'on'.", 1, 10),
            ("fragment F T { a }", "Expected 'on', found Name 'T'.", 1, 12),
            ("type T { a: Int }", "Unexpected Name 'type'.", 1, 1),
            (
                "\"text\" query { a }", "Unexpected description, descriptions are supported only on type definitions.",
                1, 1
            ),
            ("{ a }\n  }", "Unexpected '}'.", 2, 3),
            ("{ é }", "Unexpected character: U+00E9.", 1, 3),
            ("{ a(é: 1) ? }", "Unexpected character: U+00E9.", 1, 5),
            ("{ a ? }", "Unexpected character: '?'.", 1, 5),
            ("{ .. }", "Unexpected character: '.'.", 1, 3),
            ("{ a(x: 'y') }", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 8),
            ("{ a(x: \"y) }", "Unterminated string.", 1, 13),
            ("{ a(x: \"y\n\") }", "Unterminated string.", 1, 10),
            ("{ a(x: \"\"\"y) }", "Unterminated string.", 1, 15),
            (#"{ a(x: "\q") }"#, #"Invalid character escape sequence: '\q'."#, 1, 9),
            (#"{ a(x: "\u12G4") }"#, #"Invalid Unicode escape sequence: '\u12G4'."#, 1, 9),
            (#"{ a(x: "\uD800") }"#, #"Invalid Unicode escape sequence: '\uD800'."#, 1, 9),
            (#"{ a(x: "\u{110000}") }"#, #"Invalid Unicode escape sequence: '\u{110000}'."#, 1, 9),
            ("{ a(x: 01) }", "Invalid number, unexpected digit after 0: '1'.", 1, 9),
            ("{ a(x: 1.) }", "Invalid number, expected digit but got: ')'.", 1, 10),
            ("{ a(x: 1x) }", "Invalid number, expected digit but got: 'x'.", 1, 9),
            ("{ a(x: -) }", "Invalid number, expected digit but got: ')'.", 1, 9),
        ]
    )
    func syntaxErrors(text: String, message: String, line: Int, column: Int) {
        let expected = GraphQLSyntaxError(
            message: "Syntax Error: " + message, location: GraphQLLocation(line: line, column: column))
        #expect(throws: expected) { try GraphQLDocument.parse(text) }
    }

    @Test(
        "reads every kind of literal",
        arguments: [
            ("-12", -12),
            ("1.5e3", 1500.0),
            ("99999999999999999999", 1e20),
            ("true", true),
            ("null", .null),
            ("RED", .enumeration("RED")),
            (#""a\u00e9\uD83D\uDE00\u{1F600}\/\"\\\b\f\n\r\t""#, "aé😀😀/\"\\\u{08}\u{0C}\n\r\t"),
            ("\"\"\"\n    one\n      two\n\n    \\\"\"\"three\n  \"\"\"", "one\n  two\n\n\"\"\"three"),
            ("\"\"\"  kept\r\n    cut\"\"\"", "  kept\ncut"),
            ("\"\"\"\"\"\"", ""),
            ("[1, [2] 3]", [1, [2], 3]),
            ("{b: 1, a: {c: []}}", ["b": 1, "a": ["c": []]]),
        ] as [(String, GraphQLValue)]
    )
    func literals(text: String, expected: GraphQLValue) throws {
        let document = try GraphQLDocument.parse("{ f(x: \(text)) }")
        guard case .field(let field) = document.operations[0].selectionSet.selections[0] else {
            Issue.record("no field")
            return
        }
        #expect(field.arguments[0].value.constant == expected)
    }

    @Test("ignores commas, comments, line ends of all kinds and byte order marks")
    func ignored() throws {
        let document = try GraphQLDocument.parse("\u{FEFF}# c\r\n,query,A\r{\u{FEFF} a,,b # d\n}")
        #expect(document.operations[0].name?.text == "A")
        #expect(document.operations[0].selectionSet.selections.count == 2)
    }

    @Test("knows what an operation does before it is executed")
    func kind() throws {
        #expect(try GraphQLDocument.parse("mutation { a }").kind() == .mutation)
        let several = try GraphQLDocument.parse("query A { a } subscription B { b }")
        #expect(several.kind() == nil)
        #expect(several.kind(ofOperation: "B") == .subscription)
        #expect(several.kind(ofOperation: "C") == nil)
    }
}
