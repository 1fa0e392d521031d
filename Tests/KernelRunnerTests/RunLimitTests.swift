import Core
import Testing

@testable import KernelRunner

@Suite("Time limits", .enabled(if: RunnerProcess.hasPython, "python3 is not there"))
struct RunLimitTests {
    @Test("nothing follows before the time is over, then an interrupt, then the end")
    func steps() {
        var limit = RunLimit(seconds: 1)
        limit.begin(at: .seconds(10))
        #expect(limit.deadline == .seconds(11))
        let early = limit.check(at: .milliseconds(10_999))
        #expect(!early)
        let first = limit.check(at: .seconds(11))
        #expect(first)
        #expect(limit.deadline == .seconds(11) + RunLimit.grace)
        let second = limit.check(at: .seconds(11) + RunLimit.grace)
        #expect(second)
        #expect(limit.deadline == nil)
    }

    @Test("a limit that lies beyond a year, or is none, never comes")
    func never() {
        for seconds in [nil, 1e300, Double.infinity] {
            var limit = RunLimit(seconds: seconds)
            limit.begin(at: .zero)
            #expect(limit.deadline == nil)
        }
    }

    private func run(_ code: String, limit: Double, on runner: RunnerProcess) throws -> Outcome {
        let client = try runner.connect()
        try client.send(
            .start(
                RunStart(
                    run: uniqueName(), mode: .query, codeLength: code.utf8.count, streamsInput: false, limit: limit)))
        try client.send(.code, Array(code.utf8))
        return try client.finish()
    }

    @Test("a run that takes too long is ended, and the session's state survives it")
    func survives() throws {
        let runner = try RunnerProcess()
        _ = try runner.run("x = 41")
        let outcome = try run("x += 1\nwhile True: pass", limit: 0.2, on: runner)
        #expect(outcome.result.reason == .timedOut)
        #expect(outcome.result.exitCode == 124)
        #expect(!outcome.result.stateLost)
        #expect(outcome.result.notice == "the run took longer than its limit of 0.2 s")
        #expect(try runner.run("x").text == "42")
    }

    @Test("a run that does not stop when it is interrupted loses its state, and that is told")
    func stubborn() throws {
        let runner = try RunnerProcess()
        let outcome = try run(
            "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(1)", limit: 0.2,
            on: runner)
        #expect(outcome.result.reason == .timedOut)
        #expect(outcome.result.stateLost)
    }

    @Test("a run that is done in time is not touched")
    func inTime() throws {
        let outcome = try run("print('x')", limit: 60, on: try RunnerProcess())
        #expect(outcome.result == RunResult(exitCode: 0, reason: .completed))
    }
}
