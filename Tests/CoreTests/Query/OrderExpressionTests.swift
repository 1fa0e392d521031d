import Testing

@testable import Core

@Suite("Order language")
struct OrderExpressionTests {
    @Test(
        "is fields with commas between them, ascending unless a minus says otherwise",
        arguments: [
            ("email", "email"), ("+email", "email"), ("-email", "-email"), ("role,-email", "role, -email"),
            (" + role , - email ", "role, -email"), ("", ""), (" \n", ""),
        ]
    )
    func reading(text: String, printed: String) throws {
        let order = try OrderExpression(parsing: text)

        #expect(order.description == printed)
        #expect(try OrderExpression(parsing: printed) == order)
    }

    @Test(
        "says what was found and what could stand there, as the original does",
        arguments: [
            (
                "email desc",
                "Unexpected token Token('CNAME', 'desc') at line 1, column 7.\nExpected one of: \n\t* COMMA\n\t* $END\n"
                    + "Previous tokens: [Token('CNAME', 'email')]\n"
            ),
            (
                "a,,b",
                "Unexpected token Token('COMMA', ',') at line 1, column 3.\nExpected one of: \n\t* ORDER\n\t* CNAME\n"
                    + "Previous tokens: [Token('COMMA', ',')]\n"
            ),
            (
                "a,",
                "Unexpected token Token('$END', '') at line 1, column 2.\nExpected one of: \n\t* ORDER\n\t* CNAME\n"
            ),
            (
                "--a",
                "Unexpected token Token('ORDER', '-') at line 1, column 2.\nExpected one of: \n\t* CNAME\n"
                    + "Previous tokens: [Token('ORDER', '-')]\n"
            ),
        ]
    )
    func messages(text: String, message: String) {
        #expect(throws: OrderSyntaxError(message)) { try OrderExpression(parsing: text) }
    }

    @Test("is no longer than a kilobyte")
    func long() {
        #expect(throws: OrderSyntaxError.self) {
            try OrderExpression(parsing: Array(repeating: "a", count: 600).joined(separator: ","))
        }
    }
}
