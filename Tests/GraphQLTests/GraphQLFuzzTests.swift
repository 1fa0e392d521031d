import TestSupport
import Testing

@testable import GraphQL

@Suite("What reads GraphQL")
struct GraphQLFuzzTests {
    @Test("ends quickly, reads what it prints, and breaks on nothing, whatever it is given")
    func random() async throws {
        let report = try await FuzzRun(Self.target()).run()

        // Else the inputs are too mild or too hard to try anything.
        #expect(!report.isPoor, "\(report)")
        if FuzzRun.isSoak { print("graphql: \(report)") }
    }

    @Test("does not break again on what it once broke on")
    func kept() throws {
        let target = try Self.target()
        for input in FuzzJournal.kept(target.name) {
            #expect(throws: Never.self, "\(input)") { try FuzzRun.checked(input.bytes, target) }
        }
    }

    /// Documents are printed and read again, and held against a schema, where all must end in a bounded list of errors.
    private static func target() throws -> FuzzTarget {
        let index = try TestSchema.schema().index
        return FuzzTarget("graphql", seeds: seeds, words: words, budget: .microseconds(300)) { (bytes: [UInt8]) in
            let document: GraphQLDocument
            do throws(GraphQLSyntaxError) { document = try GraphQLDocument.parse(utf8: bytes) } catch {
                return .refused(String(error.message.prefix(40).filter { !$0.isNumber }))
            }
            let printed = DocumentPrinter(document).text
            // `{ a }` is printed as `query { a }`, which may be more than a request may have.
            let again = try? GraphQLDocument.parse(printed, limits: GraphQLLimits(tokens: .max))
            guard let again, DocumentPrinter(again).text == printed else {
                throw BrokenProperty("it is printed as `\(printed)`")
            }
            let errors = Validator.errors(of: document, in: index, limits: GraphQLLimits())
            guard errors.count <= 101 else { throw BrokenProperty("it has \(errors.count) errors") }
            guard errors == Validator.errors(of: document, in: index, limits: GraphQLLimits()) else {
                throw BrokenProperty("its errors change")
            }
            return .accepted
        }
    }

    private static let seeds = [
        "{ first }", "query { keypair { user_id access_key } }",
        "query Q($a: Int! = 1, $b: [String!]) { agent(agent_id: $b) { id } }",
        "mutation($p: Props!) { modify(props: $p) { ok msg } }", "subscription { a }",
        "{ a: first ...F ... on Agent @skip(if: true) { id } ... { x } } fragment F on Queries { first }",
        #"{ echo(text: "\u00e9\u{1F600}\n\"", n: -1.5e3, l: [1, $v], o: {a: null, b: RED}) }"#,
        "{ echo(text: \"\"\"\n  block\n    string \\\"\"\" \n  \"\"\") }", "# comment\n{ a, b }", "\u{feff}{ a }",
        "query A { a } query B { b }", "{ __schema { types { name fields { name type { ofType { name } } } } } }",
        "fragment A on Queries { ...B } fragment B on Queries { ...A } { ...A }", "", "{", "{ }", "{ a(x: ) }",
        "type T { a: Int }",
        "\"text\" query { a }", "{ a } }", "{ a(x: \"\\ud800\") }", "{ é }", "{ a(x: 01) }", "{ a(x: \"\n\") }",
    ]

    private static let words = [
        "{", "}", "(", ")", "[", "]", "!", "$v", ":", "=", "@skip(if: true)", "@include(if: $v)", "...", "... on ",
        "...F",
        "fragment F on Queries ", "query ", "mutation ", "subscription ", "on", "null", "true", "\"\"\"", "\\\"\"\"",
        "\\u{",
        "\\ud83d\\ude80", "first", "agent(agent_id: \"x\")", "items", "id", "__typename", "{ a ", "#", "\n", ",",
        "-0.5e+3",
    ]
}
