import Core
import Testing

@testable import Manager

@Suite("Filters and orders in the database")
struct QueryColumnsTests {
    @Test(
        "every comparison finds what it says, and unknown values only where null is asked for",
        arguments: [
            ("name == \"alpha\"", "1"), ("name != \"alpha\"", "23"), ("name > \"a\"", "1"),
            ("name <= \"Alpha*\"", "23"),
            ("name in [\"alpha\", \"x\", null]", "1"), ("name in []", ""), ("!name in []", "1234"),
            ("name is null", "4"),
            ("name isnot null", "123"), ("name == null", "4"), ("name != null", "123"), ("name is \"alpha\"", "1"),
            ("name isnot \"alpha\"", "234"), ("!name == \"alpha\"", "23"), ("!name is \"alpha\"", "234"),
            ("name contains \"lph\"", "12"), ("name contains \"%\"", "3"), ("name contains \"LPH\"", ""),
            ("size == 10", "1"), ("size >= 10", "12"), ("size < 10.5", "13"), ("size in [20, -5]", "23"),
            ("size == 1e1", "1"),
            ("size > 99999999999999999999", ""), ("size is null", "4"), ("is_active == true", "13"),
            ("is_active is false", "2"), ("is_active isnot true", "24"), ("is_active != true", "2"),
            ("is_active in [true]", "13"),
        ]
    )
    func comparisons(filter: String, ids: String) throws {
        #expect(try QueryTable().found(filter) == ids)
    }

    @Test(
        "like knows case and ilike does not, and a backslash makes a wildcard a character",
        arguments: [
            ("name like \"alpha%\"", "1"), ("name ilike \"ALPHA%\"", "12"), ("name like \"%a\"", "1"),
            ("name like \"_lpha\"", "1"), ("name like \"50%\"", "3"), (#"name like "50\%\__""#, "3"),
            (#"name like "50\_%""#, ""), (#"name ilike "50\%%""#, "3"), ("name like \"Alpha*\"", "2"),
            ("name like \"alph*\"", ""), ("name like \"alph?\"", ""), ("name like \"[a]lpha\"", ""),
            ("name like \"50__é\"", "3"), ("name like \"%%%\"", "123"), ("name like \"\"", ""),
            (#"name like "alpha\""#, ""),
            (#"name like "x\\""#, ""),
        ]
    )
    func patterns(filter: String, ids: String) throws {
        // The last but one has no closing quote, as the original reads it.
        guard let expression = try? FilterExpression(parsing: filter) else {
            #expect(filter.hasSuffix(#"\""#))
            return
        }
        #expect(try QueryTable().found(expression.description) == ids)
    }

    @Test(
        "times, UUIDs and enumerations are read liberally; larger and smaller go by the order of the names",
        arguments: [
            ("created_at > \"2000-01-01\"", "12"), ("created_at == \"2023-10-01T00:00:00Z\"", "1"),
            ("created_at >= \"2023-10-01 21:34:56.789012+09:00\"", "2"), ("created_at < \"1 Jan 1970 00:00:01\"", "3"),
            ("uuid == \"DFA9DA54-4b28-432f-be29-c0d680c7a412\"", "1"),
            ("uuid in [\"f38dea2350fa42a0b5ae338f5f4693f4\"]", "2"),
            ("role == \"ADMIN\"", "3"), ("role == \"admin\"", "3"), ("role != \"User\"", "23"),
            ("role > \"ADMIN\"", "1"),
            ("role in [\"user\", \"SUPERADMIN\"]", "12"), ("status == \"running\"", "1"), ("status is null", "34"),
            ("status >= \"RUNNING\"", "12"),
        ]
    )
    func kinds(filter: String, ids: String) throws {
        #expect(try QueryTable().found(filter) == ids)
    }

    @Test(
        "a comparison of a list holds when it holds for any item",
        arguments: [
            ("tags contains \"y\"", "2"), ("tags == \"x\"", "1"), ("tags != \"y\"", "1"), ("tags like \"y%\"", "12"),
            ("tags in [\"x\", \"y\"]", "12"), ("!tags contains \"y\"", "134"), ("tags is null", ""),
            ("counts > 2", "2"),
            ("counts contains 2", "12"),
        ]
    )
    func lists(filter: String, ids: String) throws {
        #expect(try QueryTable().found(filter) == ids)
    }

    @Test(
        "operators keep their grouping, whatever SQL thinks of them",
        arguments: [
            ("size == 10 | size == 20 & name == \"x\"", "1"), ("(size == 10 | size == 20) & is_active == true", "1"),
            ("size == 20 & name == \"x\" | size == 10", ""), ("(size == 20 & name == \"x\") | size == 10", "1"),
            ("!size == 10 | size == 20", "3"), ("(!size == 10) | size == 20", "23"),
            ("!(size == 10 & name == \"alpha\")", "23"),
            ("!(size > 0 & (name == \"x\" | !is_active == true))", "13"), ("!!size == 10", "1"),
        ]
    )
    func grouping(filter: String, ids: String) throws {
        #expect(try QueryTable().found(filter) == ids)
    }

    @Test(
        "orders have unknown values last, descending ones first, enumerations as declared, and the tie-break at the end",
        arguments: [
            ("size", "3124"), ("-size", "4213"), ("role", "2314"), ("-role", "4132"), ("is_active, -name", "2134"),
            ("+used", "3124"), ("status,size", "1234"), ("size,-size,size", "3124"), ("", "4213"),
        ]
    )
    func orders(order: String, ids: String) throws {
        #expect(try QueryTable().ordered(order, otherwise: "-size") == ids)
        #expect(try QueryTable().ordered(nil, otherwise: "size") == "3124")
    }

    @Test(
        "says what cannot be compared, in the original's words where it has some",
        arguments: [
            ("zzz == \"a\"", "('Unknown/unsupported field name', 'zzz')"),
            ("secret == \"a\"", "('Unknown/unsupported field name', 'secret')"),
            ("used == 1", "('Unknown/unsupported field name', 'used')"),
            ("zzz == 1 & role == \"king\"", "('Unknown/unsupported field name', 'zzz')"),
            ("role == \"KING\"", "expected one of `SUPERADMIN, ADMIN, USER` or lower names; got `KING`"),
            ("role == 5", "expected one of `SUPERADMIN, ADMIN, USER` or lower names; got `5`"),
            ("created_at > \"soon\"", "Unknown string format: soon"),
            ("name == 5", "`name` is compared with a text in double quotes; got `5`"),
            ("size == \"5\"", "`size` is compared with a number; got `\"5\"`"),
            ("is_active == 1", "`is_active` is compared with true or false; got `1`"),
            ("is_active > true", "`>` is not for true and false"),
            ("uuid == \"x\"", "`uuid` is a UUID; got `x`"),
            ("size > null", "null is compared by `is` and `isnot`, not by `>`"),
            ("name == [\"x\"]", "an array follows `in` alone, not `==`"),
            ("size in 1", "`in` takes an array, such as `size in [1, 2]`; got `1`"),
            ("size like \"1%\"", "`like` is for texts, and `size` is none"),
            ("role contains \"adm\"", "`contains` is for texts, and `role` is none"),
            ("tags == 5", "`tags` is compared with a text in double quotes; got `5`"),
            ("name == \"\u{0}\"", "the text for `name` has a NUL character"),
        ]
    )
    func refused(filter: String, reason: String) throws {
        let error = #expect(throws: QueryError.self) { try QueryTable.columns.condition(of: filter) }

        let beginning = "Query filter parsing error: Error trying to process rule \"binary_expr\":\n\n"
        #expect(error?.message == beginning + reason)
    }

    @Test("says which field no list can be ordered by, and what is no order or filter")
    func refusedTexts() throws {
        let unknown = "Query ordering parsing error: Error trying to process rule \"col\":\n\n"
        for field in ["zzz", "tags", "secret"] {
            let error = #expect(throws: QueryError.self) {
                try QueryTable.columns.ordering(of: "size, \(field)", otherwise: OrderExpression([]))
            }
            #expect(error?.message == unknown + "('Unknown/unsupported field name', '\(field)')")
        }
        let order = #expect(throws: QueryError.self) {
            try QueryTable.columns.ordering(of: "size desc", otherwise: OrderExpression([]))
        }
        #expect(
            order?.message.hasPrefix("Query ordering parsing error: Unexpected token Token('CNAME', 'desc')") == true)
        let filter = #expect(throws: QueryError.self) { try QueryTable.columns.condition(of: "") }
        #expect(filter?.message.hasPrefix("Query filter parsing error: Unexpected token Token('$END', '')") == true)
        #expect(try QueryTable.columns.condition(of: String?.none) == nil)
    }

    @Test(
        "no text becomes a part of the statement",
        arguments: [
            "' OR '1'='1", "'; DROP TABLE rows; --", "x\\' OR 1=1 --", "?", "?1", "$1", ":name",
            "' UNION SELECT secret FROM rows --",
            "\u{2019} OR 1=1", "*/ OR 1=1 /*", "%' OR 'a' LIKE '%",
        ]
    )
    func injection(text: String) throws {
        let table = try QueryTable()
        let quoted = FilterValue.text(text)
        for comparison in [FilterOperator.equal, .contains, .like, .likeIgnoringCase, .is] {
            let filter = FilterExpression.comparison(field: "name", operator: comparison, value: quoted)
            #expect(try table.found(filter.description) == "")
            #expect(try QueryTable.columns.condition(of: filter).sql.contains(text) == (text == "?"))
        }
        let item = FilterExpression.comparison(field: "tags", operator: .contains, value: quoted)
        #expect(try table.found(item.description) == "")
        let many = FilterExpression.comparison(field: "name", operator: .isIn, value: .array([quoted, quoted]))
        #expect(try table.found(many.description) == "")
        #expect(throws: (any Error).self) { try table.ordered("name\(text)") }
        #expect(try table.count() == 4)
    }

    @Test("what is nested as deeply as the language allows is found or refused, never failed by the database")
    func deep() throws {
        let table = try QueryTable()
        let chain = Array(repeating: "size == 10", count: 200)
        #expect(try table.found(chain.joined(separator: " & ")) == "1")
        #expect(try table.found(chain.joined(separator: " | ")) == "1")
        #expect(try table.found(String(repeating: "!", count: 199) + "size == 10") == "23")

        let mixed = chain.enumerated().map { $0 % 2 == 0 ? "\($1) &" : "\($1) |" }.dropLast().joined(separator: " ")
        #expect(throws: QueryError.self) { try table.found(mixed + " size == 10") }
        let some = chain.prefix(110).enumerated().map { $0 % 2 == 0 ? "\($1) &" : "\($1) |" }.joined(separator: " ")
        #expect(try table.found(some + " tags in [\"x\"]") == "1")
    }
}
