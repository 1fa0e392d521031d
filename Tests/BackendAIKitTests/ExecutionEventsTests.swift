import Core
import Testing

@testable import BackendAIKit

@Suite("Execution events")
struct ExecutionEventsTests {
    private static func events(_ text: String) throws -> [ExecutionEvent] {
        try Execution.events(in: try JSONValue(parsing: Array(text.utf8)))
    }

    @Test("of the original's form: console items in order, then the status")
    func original() throws {
        let text = """
            {"status":"finished","exitCode":3,"options":null,"files":[],"console":
            [["stdout","a\\n"],["stderr","é"],["media",["image/svg+xml","<svg/>"]],["html","<b>"],
            ["media",["image/png","data:image/png;base64,AQI="]],["log",["info","x"]]]}
            """
        #expect(
            try Self.events(text) == [
                .standardOutput([0x61, 0x0a]), .standardError([0xc3, 0xa9]),
                .display(type: "image/svg+xml", Array("<svg/>".utf8)), .display(type: "text/html", Array("<b>".utf8)),
                .display(type: "image/png", [1, 2]), .item(type: "log", data: ["info", "x"]),
                .finished(ExecutionResult(exitCode: 3)),
            ]
        )
    }

    @Test(
        "of each status, in either form",
        arguments: [
            (#"{"status":"continued","console":[]}"#, []), (#"{"status":"started","runId":"r"}"#, []), ("{}", []),
            (#"{"status":"waiting-input","options":{"is_password":true}}"#, [.waitingInput(isPassword: true)]),
            (#"{"status":"waiting-input","isPassword":false}"#, [.waitingInput(isPassword: false)]),
            (#"{"status":"waiting-input","options":null}"#, [.waitingInput(isPassword: false)]),
            (#"{"status":"build-finished","exitCode":1}"#, [.stepFinished(.build, exitCode: 1)]),
            (#"{"status":"finished","exitCode":null}"#, [.finished(ExecutionResult(exitCode: 0))]),
            (
                #"{"status":"finished","exitCode":137,"reason":"oom-killed","stateLost":true,"notice":"out of memory"}"#,
                [
                    .finished(
                        ExecutionResult(exitCode: 137, reason: .outOfMemory, stateLost: true, notice: "out of memory"))
                ]
            ),
            (#"{"console":[["stdout"],"x",["stdout",5],[1,"x"]]}"#, [.item(type: "stdout", data: 5)]),
        ] as [(String, [ExecutionEvent])]
    )
    func statuses(text: String, expected: [ExecutionEvent]) throws {
        #expect(try Self.events(text) == expected)
    }

    @Test(
        "an error in the stream is a problem, with the code that it names",
        arguments: [
            (#"{"status":"error","msg":"no"}"#, .kernelExecutionFailed, "no"),
            (#"{"status":"error","notice":"no","code":"invalid-api-params"}"#, .invalidParameters, "no"),
            (#"{"status":"error","code":"brand-new"}"#, .kernelExecutionFailed, "no reason given"),
            (#"{"status":"server-restarting","msg":"later"}"#, .kernelExecutionFailed, "later"),
        ] as [(String, ProblemCode, String)]
    )
    func errors(text: String, code: ProblemCode, message: String) {
        let error = #expect(throws: ClientError.self) { try Self.events(text) }
        guard case .problem(let report) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(report.code == code)
        #expect(report.message == message)
    }
}
