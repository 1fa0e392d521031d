import Core
import Synchronization
import TestSupport
import Testing

@testable import Manager

@Suite("What filters and orders become")
struct QueryFuzzTests {
    @Test("is refused or understood by the database, whatever is sent")
    func random() async throws {
        let report = try await FuzzRun(Self.target()).run()

        // Else the inputs are too mild or too hard to try anything.
        #expect(!report.isPoor, "\(report)")
        if FuzzRun.isSoak { print("query: \(report)") }
    }

    @Test("does not break again on what it once broke on")
    func kept() throws {
        let target = try Self.target()
        for input in FuzzJournal.kept(target.name) {
            #expect(throws: Never.self, "\(input)") { try FuzzRun.checked(input.bytes, target) }
        }
    }

    private static func target() throws -> FuzzTarget {
        // One for all inputs: making a database takes longer than asking it.
        let table = Mutex(try QueryTable())
        return FuzzTarget(
            "query",
            seeds: [
                "name like \"al%\" & size > 5 | !is_active == true",
                "role == \"admin\" | tags contains \"x\" & counts > 1",
                "created_at > \"2000-01-01\" & uuid isnot null", "name in [\"a\", null] | size in [1, 2.5]",
                "-size,role",
                "status >= \"running\" & name ilike \"%\\%_\"",
                "(name is null | size is 5) & !(tags in [\"x\"] | role < \"USER\")",
            ],
            words: [
                " & ", " | ", "!", "(", ")", "name == \"x\"", "size < 5", "tags contains \"x\"", "counts in [1]",
                "role == \"user\"",
                "name like \"%", "*", "[", "\"", "null", "true", "' OR 1=1 --", "?", "status", "uuid == ", ",", "-size",
            ],
            longest: FilterExpression.maximumLength,
            budget: .microseconds(300),
            check: { text in
                try table.withLock { table in
                    do { _ = try table.found(text) } catch let error as FilterSyntaxError {
                        do { _ = try table.ordered(text) } catch is QueryError {
                            return .refused(String(error.message.prefix(60).filter { !$0.isNumber }))
                        }
                    } catch let error as QueryError { return .refused(String(error.message.suffix(30))) }
                    return .accepted
                }
            })
    }
}
