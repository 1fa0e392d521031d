import Testing

@testable import Core

@Suite("Filter language")
struct FilterExpressionTests {
    private static func equal(_ field: String, _ value: FilterValue) -> FilterExpression {
        .comparison(field: field, operator: .equal, value: value)
    }

    private static let (a, b, c) = (
        equal("a", .integer(1)), equal("b", .integer(2)), equal("c", .integer(3))
    )

    @Test(
        "has no precedence: an operator takes all that follows",
        arguments: [
            ("a == 1 & b == 2 | c == 3", FilterExpression.and(a, .or(b, c))),
            ("a == 1 | b == 2 & c == 3", .or(a, .and(b, c))),
            ("(a == 1 & b == 2) | c == 3", .or(.and(a, b), c)),
            ("!a == 1 & b == 2", .not(.and(a, b))),
            ("(!a == 1) & b == 2", .and(.not(a), b)),
            ("!!(a==1)|b==2", .not(.not(.or(a, b)))),
        ]
    )
    func grouping(text: String, expected: FilterExpression) throws {
        let expression = try FilterExpression(parsing: text)

        #expect(expression == expected)
        #expect(try FilterExpression(parsing: expression.description) == expected)
    }

    @Test(
        "reads texts, numbers, words and arrays",
        arguments: [
            ("\"x\"", FilterValue.text("x")), (#""a\"b\\c\n""#, .text(#"a"b\\c\n"#)), ("\"\u{301}\"", .text("\u{301}")),
            ("-5", .integer(-5)), ("+5", .integer(5)), ("5.", .number(5)), (".5", .number(0.5)), ("1e3", .number(1000)),
            ("99999999999999999999", .number(1e20)), ("null", .null), ("true", .bool(true)), ("[]", .array([])),
            ("[1, [\"x\", null]]", .array([.integer(1), .array([.text("x"), .null])])),
        ] as [(String, FilterValue)]
    )
    func values(text: String, expected: FilterValue) throws {
        let expression = try FilterExpression(parsing: "a == \(text)")

        #expect(expression == Self.equal("a", expected))
        #expect(try FilterExpression(parsing: expression.description) == expression)
    }

    @Test(
        "needs no blanks but between a name and a word, and takes them anywhere else",
        arguments: FilterOperator.allCases)
    func operators(comparison: FilterOperator) throws {
        let expected = FilterExpression.comparison(field: "a", operator: comparison, value: .null)

        #expect(try FilterExpression(parsing: "a \(comparison.rawValue)null") == expected)
        #expect(try FilterExpression(parsing: "\n(\ta\u{c}\(comparison.rawValue)\r\nnull )") == expected)
    }

    @Test(
        "says what was found and what could stand there, as the original does",
        arguments: [
            (
                "email ==",
                "Unexpected token Token('$END', '') at line 1, column 7.\nExpected one of: \n\t* SIGNED_NUMBER\n\t* LSQB\n"
                    + "\t* ATOM\n\t* ESCAPED_STRING\n"
            ),
            (
                "",
                "Unexpected token Token('$END', '') at line 1, column 1.\nExpected one of: \n\t* LPAR\n\t* CNAME\n\t* UNARY_OP\n"
            ),
            (
                "email == user",
                "Unexpected token Token('CNAME', 'user') at line 1, column 10.\nExpected one of: \n\t* SIGNED_NUMBER\n"
                    + "\t* LSQB\n\t* ATOM\n\t* ESCAPED_STRING\nPrevious tokens: [Token('BINARY_OP', '==')]\n"
            ),
            (
                "é == 1\n& b",
                "No terminal matches 'é' in the current parser context, at line 1 col 1\nExpected one of: \n\t* LPAR\n"
                    + "\t* CNAME\n\t* UNARY_OP\n"
            ),
        ]
    )
    func messages(text: String, message: String) {
        #expect(throws: FilterSyntaxError(message)) { try FilterExpression(parsing: text) }
    }

    @Test(
        "refuses what is too long, too deep or too large",
        arguments: [
            String(repeating: "(", count: 201) + "a == 1" + String(repeating: ")", count: 201),
            String(repeating: "!", count: 200) + "a == 1",
            Array(repeating: "a == 1", count: 201).joined(separator: "&"),
            "a in " + String(repeating: "[", count: 201), String(repeating: "(", count: 16_000),
            "a == \"" + String(repeating: "x", count: 16_384) + "\"", "a == 1e999",
        ]
    )
    func bounds(text: String) {
        #expect(throws: FilterSyntaxError.self) { try FilterExpression(parsing: text) }
    }

    @Test("nests two hundred deep")
    func deep() throws {
        let text = String(repeating: "(", count: 199) + "a == 1" + String(repeating: ")", count: 199)

        #expect(try FilterExpression(parsing: text) == Self.a)
    }
}
