import Core
import Testing

@testable import BackendAICLI
@testable import BackendAIKit

@Suite("Run outcomes")
struct RunOutcomeTests {
    private static let oom = ExecutionResult(
        exitCode: 137, reason: .outOfMemory, stateLost: true, notice: "out of memory")

    @Test(
        "the exit code is the program's once it has run, modulo 256, else one of ours",
        arguments: [
            (.program(ExecutionResult(exitCode: 0)), 0), (.program(ExecutionResult(exitCode: 3)), 3),
            (.program(ExecutionResult(exitCode: 256)), 0), (.program(ExecutionResult(exitCode: -1)), 255),
            (.program(oom), 137),
            (.failed(CommandFailure(status: .platformFailure, what: "x")), 125),
            (.failed(CommandFailure(status: .runTimeout, what: "x")), 124), (.interrupted, 130), (.readerGone, 141),
        ] as [(RunOutcome, Int32)]
    )
    func codes(outcome: RunOutcome, code: Int32) {
        #expect(outcome.exitCode == code)
    }

    @Test("JSON tells whose exit code it is, and keeps bytes that are no text")
    func program() {
        let capture = OutputCapture()
        capture.appendOutput([0x61, 0xff])
        capture.appendError(Array("é".utf8))

        #expect(
            RunOutcome.program(Self.oom).json(session: "s", capture).encodedText
                == #"{"session":"s","exit_code":137,"origin":"program","reason":"oom-killed","state_lost":true,"#
                + #""notice":"out of memory","stdout":"a\#u{fffd}","stdout_base64":"Yf8=","stderr":"é"}"#
        )
    }

    @Test("JSON of a run that never was has the failure instead")
    func failure() {
        let failure = CommandFailure(status: .platformFailure, what: "no", why: "because", hint: "do")
        let json = RunOutcome.failed(failure).json(session: "s", OutputCapture())

        #expect(
            json.encodedText
                == #"{"session":"s","exit_code":125,"origin":"backend.ai","error":"no","why":"because","hint":"do","#
                + #""stdout":"","stderr":""}"#
        )
        #expect(RunOutcome.interrupted.json(session: "s", OutputCapture())["origin"] == "backend.ai")
    }

    @Test("a line is said about an end where there is something to say")
    func notices() {
        #expect(RunOutcome.program(Self.oom).notice == "out of memory")
        #expect(RunOutcome.program(ExecutionResult(exitCode: 1)).notice == nil)
        #expect(RunOutcome.interrupted.notice == "interrupted")
    }

    @Test(
        "what became of a session is a sentence",
        arguments: [
            ("PENDING", true, "session `s` is enqueued"), ("RUNNING", true, "session `s` is ready"),
            ("RUNNING", false, "session `s` was already running"),
            ("TIMEOUT", true, "session `s` still waits to be scheduled"),
            ("CANCELLED", true, "session `s` is CANCELLED"),
        ])
    func sentences(status: String, isNew: Bool, sentence: String) {
        let session = CreatedSession(id: SessionID(rawValue: "id"), name: "s", status: status, isNew: isNew)

        #expect(SessionStart.sentence(session) == sentence)
    }
}
