import Core
import Testing

@Suite("Interrupting a run", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct InterruptTests {
    private let runner: RunnerProcess

    init() throws { runner = try RunnerProcess() }

    @Test(
        "raises KeyboardInterrupt in the code, and the state survives",
        arguments: [
            "import time\nx = 1\nprint('go')\nwhile True: time.sleep(0.01)",
            "import subprocess\nx = 1\nprint('go')\nsubprocess.run(['sleep', '100'])",
            "x = 1\nprint('go')\ninput()",
            "x = 1\nprint('go')\nwhile True: pass",
        ])
    func interrupt(code: String) throws {
        let client = try runner.connect()
        try client.start("loop", code)
        try client.waitForOutput()
        let other = try runner.connect()
        try other.send(.interrupt(run: "loop"))
        #expect(try other.event() == .done)
        let outcome = try client.finish()
        #expect(outcome.errorText.hasSuffix("KeyboardInterrupt\n"))
        #expect(outcome.result == RunResult(exitCode: 130, reason: .interrupted))
        #expect(try runner.run("x").text == "1")
    }

    @Test("reaches a last run that waits for its threads")
    func threads() throws {
        let client = try runner.connect()
        let code = "import threading, time\nthreading.Thread(target=time.sleep, args=(100,)).start()\nprint('go')"
        try client.start("threads", code, isLast: true)
        try client.waitForOutput()
        try client.send(.interrupt(run: nil))
        #expect(try client.finish().result == RunResult(exitCode: 130, reason: .interrupted))
    }

    @Test("reaches code that starts only after the interrupt")
    func early() throws {
        let client = try runner.connect()
        try client.start("early", "import time\nwhile True: time.sleep(0.01)")
        guard case .attached = try client.event() else { return #expect(Bool(false)) }
        try client.send(.interrupt(run: nil))
        #expect(try client.finish().result.exitCode == 130)
    }

    @Test("ends the interpreter at the second interrupt of code that does not stop")
    func second() throws {
        let client = try runner.connect()
        let code = """
            import time
            while True:
                try:
                    print('go')
                    while True: time.sleep(0.01)
                except KeyboardInterrupt:
                    pass
            """
        try client.start("stubborn", code)
        for _ in 0..<2 {
            try client.waitForOutput()
            try client.send(.interrupt(run: nil))
        }
        let result = try client.finish().result
        #expect(result.exitCode == 130 && result.reason == .interrupted && result.stateLost)
        #expect(result.notice != nil)
        #expect(try runner.run("'again'").text == "'again'")
    }

    @Test("takes a waiting run out of the queue, and runs the others in order")
    func queue() throws {
        let clients = try ["a", "b", "c"].map { id in
            let client = try runner.connect()
            try client.start(id, id == "a" ? "print('go'); input(); print('a')" : "print('\(id)')")
            guard case .attached(id, next: 1, inputReceived: 0) = try client.event() else {
                throw RunnerClient.ConnectionClosed()
            }
            return client
        }
        try clients[0].waitForOutput()
        let other = try runner.connect()
        try other.send(.status)
        #expect(try other.event() == .status(RunnerStatus(current: "a", queued: ["b", "c"], runCount: 1)))
        try other.send(.interrupt(run: "b"))
        #expect(try other.event() == .done)
        #expect(try clients[1].finish().result == RunResult(exitCode: 130, reason: .interrupted))
        try clients[0].send(.standardInput, Array("\n".utf8))
        #expect(try clients[0].finish().text.hasSuffix("a\n"))
        #expect(try clients[2].finish().text == "c\n")
        try other.send(.interrupt(run: "d"))
        guard case .refused(.unknownRun, _) = try other.event() else { return #expect(Bool(false)) }
    }
}
