import Testing

@testable import GraphQL

@Suite("Hostile requests")
struct HostileInputTests {
    private static func chain(_ count: Int, _ link: (Int) -> String) -> String {
        (0..<count).map(link).joined(separator: " ")
    }

    private static let doubling =
        chain(40) { "fragment F\($0) on Agent { ...F\($0 + 1) ...F\($0 + 1) }" } + " fragment F40 on Agent { id }"

    @Test(
        "are refused with a sentence and without delay",
        arguments: [
            ("{a" + String(repeating: "{a", count: 10_000), "Document nests deeper than 64 levels."),
            ("{a(x:" + String(repeating: "[", count: 10_000), "Document nests deeper than 64 levels."),
            ("{a(x:" + String(repeating: "{x:", count: 10_000), "Document nests deeper than 64 levels."),
            ("query($a:" + String(repeating: "[", count: 10_000), "Document nests deeper than 64 levels."),
            ("{" + String(repeating: " a", count: 1_000_000) + "}", "Document contains more than 20000 tokens."),
            ("{ agent(agent_id: \"x\") { ...F0 } } " + doubling, "Query selects more than 10000 fields."),
            ("{ first } " + doubling, "Query selects more than 10000 fields."),
            (
                "{ agent(agent_id: \"x\") { ...F0 } } " + chain(2000) { "fragment F\($0) on Agent { ...F\($0 + 1) }" },
                "Query nests deeper than 64 levels."
            ),
            (
                "{ agent(agent_id: \"x\") { ...F0 } } "
                    + chain(2000) { "fragment F\($0) on Agent { ...F\(($0 + 1) % 2000) }" },
                "Cannot spread fragment 'F0' within itself via 'F1'"
            ),
            (
                "{ agent(agent_id: \"x\") {" + String(repeating: " id", count: 9_000) + "}}",
                "Query is too complex: it selects the same fields too many times."
            ),
            ("{" + chain(5_000) { "nosuch\($0)" } + "}", "Cannot query field 'nosuch0' on type 'Queries'."),
            (
                "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
                "Maximum introspection depth"
            ),
            ("{ first\u{0} }", "Syntax Error: Unexpected character: U+0000."),
        ]
    )
    func refused(text: String, message: String) async throws {
        let response = try await TestSchema.executor().execute(text, context: .init(), introspection: true)

        #expect(response.data == nil)
        #expect(response.errors.count <= 101)
        #expect(response.errors.first?.message.contains(message) == true, "\(response.json.prefix(200))")
    }

    @Test("may hold strings and comments of any length")
    func long() async throws {
        let text =
            "# " + String(repeating: "c", count: 1_000_000) + "\n{ echo(text: \""
            + String(repeating: "x", count: 1_000_000) + "\") }"
        let response = try await TestSchema.executor().execute(text, context: .init())

        #expect(response.errors.isEmpty)
        #expect(response.json.utf8.count > 1_000_000)
    }

    @Test("must be UTF-8", arguments: [[0x7B, 0x61, 0xFF, 0x7D], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        #expect(throws: GraphQLSyntaxError.self) { try GraphQLDocument.parse(utf8: bytes) }
    }

    @Test("are held to the limits that the server sets")
    func limits() async throws {
        let executor = try TestSchema.executor(limits: GraphQLLimits(depth: 3, tokens: 20, cost: 5))

        let deep = await executor.execute("{ a { b { c { d } } } }", context: .init())
        #expect(deep.shortErrors == ["Syntax Error: Document nests deeper than 3 levels. Parsing aborted. @1:13"])

        let wide = await executor.execute("{ a: first b: first c: first d: first e: first f: first }", context: .init())
        #expect(wide.shortErrors == ["Query selects more than 5 fields. @1:1"])

        let long = await executor.execute("{" + String(repeating: "a ", count: 20) + "}", context: .init())
        #expect(long.shortErrors == ["Syntax Error: Document contains more than 20 tokens. Parsing aborted. @1:40"])
    }
}
