import Core
import Glibc
import Testing

@Suite("Code that means harm", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct HostileCodeTests {
    private let runner: RunnerProcess

    /// Finds the control socket as any code of the same process could.
    private static let findSocket = """
        import os, socket
        for n in os.listdir('/proc/self/fd'):
            try:
                if os.readlink('/proc/self/fd/' + n).startswith('socket:'):
                    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, int(n))
            except OSError:
                pass

        """

    init() throws { runner = try RunnerProcess() }

    @Test(
        "that talks to the runner in the driver's place loses the interpreter, and is told",
        arguments: [
            "s.send(b'garbage')", "s.send(bytes(60000))", "s.send(b'')", "s.send(b'F' + bytes(6))",
            "s.send(b'B' + bytes(4))",
            "s.send(b'F')",
        ])
    func forgery(attack: String) throws {
        _ = try runner.run("x = 1")
        let result = try runner.run(Self.findSocket + attack + "\nimport time\ntime.sleep(100)").result
        #expect(result.exitCode == 137 && result.reason == .signalled && result.stateLost)
        #expect(result.notice?.hasPrefix("the code disturbed the interpreter's connection") == true)
        #expect(try runner.run("'fine'").text == "'fine'")
    }

    @Test(
        "that cuts the interpreter off still ends with its own exit code",
        arguments: ["s.close()", "s.shutdown(2)", "os.closerange(3, 5000)"])
    func cutOff(attack: String) throws {
        let outcome = try runner.run(Self.findSocket + attack + "\nprint('end')\nraise SystemExit(6)")
        #expect(outcome.text == "end\n")
        #expect(outcome.result.exitCode == 6)
        #expect(try runner.run("'fine'").text == "'fine'")
    }

    @Test("that floods the runner with requests for input hurts nobody else")
    func flood() throws {
        let client = try runner.connect()
        try client.start("flood", Self.findSocket + "print('go')\nwhile True: s.send(b'I\\0')")
        try client.waitForOutput()
        let other = try runner.connect()
        try other.send(.status)
        #expect(try other.event() == .status(RunnerStatus(current: "flood", queued: [], runCount: 1)))
        try other.send(.interrupt(run: nil))
        #expect(try other.event() == .done)
        #expect(try client.finish().result.exitCode == 130)
    }

    @Test("that closes or replaces its streams does so for itself, not for the next run")
    func streams() throws {
        #expect(try runner.run("import os; os.close(0); os.close(1); os.close(2); print('lost')").text == "")
        #expect(try runner.run("print('back')").text == "back\n")
        #expect(try runner.run("import sys, io; sys.stdout = io.StringIO(); print('lost')").text == "")
        #expect(try runner.run("print('back')").text == "back\n")
        #expect(try runner.run("sys.stdout.close(); sys.stdin.close()").result.exitCode == 0)
        #expect(try runner.run("print(input('back? '))", answers: ["yes"]).text == "back? yes\n")
        #expect(try runner.run("os.set_blocking(1, False)").result.exitCode == 0)
        #expect(try runner.run("print('x' * 1_000_000)").output.count == 1_000_001)
    }

    @Test("that forks comes to one end, the parent's")
    func fork() throws {
        let code = """
            import os
            child = os.fork()
            if child: os.waitpid(child, 0)
            print('child' if child == 0 else 'parent')
            raise SystemExit(3 if child else 4)
            """
        let outcome = try runner.run(code)
        #expect(outcome.text == "child\nparent\n")
        #expect(outcome.result == RunResult(exitCode: 3, reason: .completed))
    }

    @Test("that forks without end ends at the second interrupt, with all its processes")
    func forkBomb() throws {
        let client = try runner.connect()
        let code = """
            import os, signal, time
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print('go')
            for _ in range(6):
                os.fork()
            while True: time.sleep(1)
            """
        try client.start("bomb", code)
        try client.waitForOutput()
        try client.send(.interrupt(run: nil))
        try client.send(.interrupt(run: nil))
        #expect(try client.finish().result.exitCode == 130)
        #expect(try runner.run("'fine'").text == "'fine'")
    }

    @Test("that leaves a program behind which writes for ever still comes to its end")
    func background() throws {
        let code = "import subprocess\nprint('start')\np = subprocess.Popen(['yes'])"
        let outcome = try runner.run(code)
        #expect(outcome.text.hasPrefix("start\n"))
        #expect(outcome.result.exitCode == 0)
        #expect(try runner.run("p.kill()").result.exitCode == 0)
    }
}
