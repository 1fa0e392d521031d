import Core
import Testing

@testable import BackendAIKit

@Suite("Problem reports")
struct ProblemReportTests {
    @Test("are read from a manager's problem document, ours or the original's")
    func document() {
        let error = BackendError(.quotaExceeded, "too much", data: ["a": 1], hint: "ask for less")
        let report = ProblemReport(status: 412, body: error.body.encoded)

        #expect(report.code == .quotaExceeded)
        #expect(report.title == "You have reached your resource limit.")
        #expect(report.message == "too much")
        #expect(report.data == ["a": 1])
        #expect(report.hint == "ask for less")
        #expect("\(ClientError.problem(report))" == "You have reached your resource limit. too much")
    }

    @Test(
        "know no code where the type is another one, and have a title always",
        arguments: [
            "", "<html>502</html>", "[]", "null", #"{"type":"about:blank"}"#,
            #"{"type":"https://api.backend.ai/probs/brand-new"}"#,
            #"{"type":5,"title":6}"#, "\u{0}",
        ]
    )
    func foreign(body: String) {
        let report = ProblemReport(status: 502, body: Array(body.utf8))

        #expect(report.code == nil)
        #expect(report.title == "The server answered 502.")
    }

    @Test("other failures are sentences, too")
    func sentences() {
        #expect(
            "\(ClientError.unreachable(endpoint: "http://h", reason: "refused"))"
                == "cannot reach the manager at http://h: refused")
        #expect("\(ClientError.interrupted(reason: "gone"))" == "the connection to the manager broke: gone")
        #expect("\(ClientError.unexpectedAnswer("x"))" == "the manager's answer is not understood: x")
    }
}
