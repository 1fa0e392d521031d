import ArgumentParser
import BackendAIKit
import Core
import Testing

@testable import BackendAICLI

@Suite("Failures as users see them")
struct CommandFailureTests {
    private static func failure(_ error: BackendError, status: Int = 400) -> CommandFailure {
        CommandFailure(.problem(ProblemReport(status: status, body: error.body.encoded)))
    }

    @Test("say what, why, and what helps, a line each")
    func lines() {
        let failure = CommandFailure(what: "cannot do it", why: "no room", hint: "make some", details: ["x: 1"])

        #expect(failure.text == "backend.ai: cannot do it\n  no room\n  x: 1\nhint: make some\n")
        #expect(CommandFailure(what: "cannot do it").text == "backend.ai: cannot do it\n")
    }

    @Test("a problem of the manager is its title as a sentence, with message and hint")
    func problem() {
        let failure = Self.failure(.notFound("session", "Session (id=x) does not exist.", hint: "`backend.ai ps`"))

        #expect(failure.status == .failure)
        #expect(
            failure.text == "backend.ai: no such session\n  Session (id=x) does not exist.\nhint: `backend.ai ps`\n")
    }

    @Test("what was wrong with parameters is told one by one")
    func parameters() {
        let failure = Self.failure(
            BackendError(
                .invalidParameters, "Input validation error", data: ["name": "is required", "config": ["x": "no"]]))

        #expect(failure.details.sorted() == [#"config: {"x":"no"}"#, "name: is required"])
    }

    @Test("a name in use is told with the session that has it")
    func nameInUse() {
        let failure = Self.failure(BackendError(.sessionAlreadyExists, data: ["existingSessionId": "id-1"]))

        #expect(failure.details == ["existing session: id-1"])
    }

    @Test("a manager that cannot be reached is told with what to check")
    func unreachable() {
        let failure = CommandFailure(.unreachable(endpoint: "http://h", reason: "refused"), status: .platformFailure)

        #expect(failure.status == .platformFailure)
        #expect(failure.what == "cannot reach the manager at http://h")
        #expect(failure.why == "refused")
        #expect(failure.hint?.contains("BACKEND_ENDPOINT") == true)
    }

    @Test("an answer that is no problem document still makes a sentence")
    func foreign() {
        let failure = CommandFailure(.problem(ProblemReport(status: 502, body: Array("<html>".utf8))))

        #expect(failure.text == "backend.ai: the server answered 502\n")
    }

    @Test(
        "exit codes are those of the documentation",
        arguments: [
            (.success, 0), (.failure, 1), (.usage, 2), (.timeout, 3), (.invalidArgument, 4), (.runTimeout, 124),
            (.platformFailure, 125), (.interrupted, 130),
        ] as [(BackendAICLI.ExitStatus, Int32)]
    )
    func codes(status: BackendAICLI.ExitStatus, code: Int32) {
        #expect(status.rawValue == code)
        #expect(status.code.rawValue == code)
        #expect(BackendAICLI.ExitStatus.table.contains("| \(code) | \(status.meaning) |"))
    }
}
