import BackendAIKit
import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Problems as users see them")
struct ErrorTextTests {
    /// What is printed for a problem of a manager that says a message and nothing else.
    private static func printed(_ code: ProblemCode) -> String {
        let body = BackendError(code, "what the manager says of it").body
        return CommandFailure(.problem(ProblemReport(status: code.status, body: body.encoded))).text
    }

    @Test("each kind is told as its file in Tests/Fixtures/errors says", arguments: ProblemCode.allCases)
    func golden(code: ProblemCode) throws {
        let name = "Tests/Fixtures/errors/\(code.rawValue).txt"
        let text = Self.printed(code)
        guard let wanted = try? FileText.read(Fixtures.path("errors/\(code.rawValue).txt")) else {
            Issue.record("`\(name)` is missing; the command line prints:\n\(text)")
            return
        }
        #expect(text == wanted, "\(name)")
    }

    @Test("no file is left of a kind that there is no more")
    func noSurplus() {
        let files = Set(Directory.entries(Fixtures.path("errors")))

        #expect(files.subtracting(ProblemCode.allCases.map { $0.rawValue + ".txt" }).isEmpty)
    }

    @Test("sessions that a name could mean are told with their ids")
    func matches() {
        let data: JSONValue = ["matches": [["id": "id-1", "name": "lab", "status": "RUNNING"]]]
        let body = BackendError(.tooManySessionsMatched, data: data).body
        let failure = CommandFailure(.problem(ProblemReport(status: 404, body: body.encoded)))

        #expect(failure.details == ["id-1 (lab, RUNNING)"])
        #expect(failure.hint == "name the session by its id")
    }

    @Test("the manager's own hint comes before ours")
    func ownHint() {
        let body = BackendError(.authenticationFailed, hint: "its own").body

        #expect(CommandFailure(.problem(ProblemReport(status: 401, body: body.encoded))).hint == "its own")
    }
}
