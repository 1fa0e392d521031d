import Core
import Glibc
import Testing

@Suite("Python in query mode", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct PythonRunTests {
    private let runner: RunnerProcess

    init() throws { runner = try RunnerProcess() }

    @Test("prints to separate streams and keeps its state between runs")
    func stateAndStreams() throws {
        let first = try runner.run("import sys; x = 41; print('out'); print('err', file=sys.stderr)")
        #expect(first.text == "out\n")
        #expect(first.errorText == "err\n")
        #expect(first.result == RunResult(exitCode: 0, reason: .completed))
        #expect(try runner.run("x += 1; print(x)").text == "42\n")
    }

    @Test(
        "shows the value of an expression at the end, without a newline, unless it is None",
        arguments: [
            ("1 + 1", "2"), ("'a'\n'b'", "'b'"), ("None", ""), ("x = 1", ""), ("print('p')", "p\n"), ("", ""),
            ("if True:\n    5", ""), ("# nothing", ""), ("3;", "3"),
        ])
    func value(code: String, shown: String) throws {
        #expect(try runner.run(code).text == shown)
    }

    @Test(
        "ends with the code that python itself would end with",
        arguments: [
            ("pass", 0), ("import sys; sys.exit()", 0), ("import sys; sys.exit(7)", 7),
            ("import sys; sys.exit(259)", 3),
            ("import sys; sys.exit(-1)", 255), ("import sys; sys.exit('no')", 1), ("exit(4)", 4), ("1/0", 1),
            ("x =", 1),
            ("raise KeyboardInterrupt", 130), ("raise SystemExit(True)", 1), ("a\0b", 1), ("import os; os._exit(3)", 3),
            ("import os; os.kill(os.getpid(), 11)", 139), ("import os; os.execv('/bin/sh', ['sh', '-c', 'exit 9'])", 9),
        ])
    func exitCode(code: String, expected: Int) throws {
        #expect(try runner.run(code).result.exitCode == expected)
    }

    @Test("shows a traceback as python does, with the source and without frames of its own")
    func traceback() throws {
        _ = try runner.run("def f():\n    return 1 / 0\n")
        #expect(
            try runner.run("f()").errorText == """
                Traceback (most recent call last):
                  File "<run 2>", line 1, in <module>
                    f()
                  File "<run 1>", line 2, in f
                    return 1 / 0
                           ~~^~~
                ZeroDivisionError: division by zero

                """)
        #expect(
            try runner.run("x =").errorText == """
                  File "<run 3>", line 1
                    x =
                       ^
                SyntaxError: invalid syntax

                """)
        #expect(try runner.run("import sys; sys.exit('bye')").errorText == "bye\n")
        #expect(try runner.run("a\0b").errorText.hasSuffix("source code string cannot contain null bytes\n"))
        let chained = try runner.run("try:\n    f()\nexcept Exception as e:\n    raise ValueError('v') from e")
            .errorText
        #expect(chained.contains("direct cause") && !chained.contains("kernel runner"))
    }

    @Test("leaves bytes as they are, Unicode and what is none")
    func bytes() throws {
        #expect(try runner.run("print('é \u{1F600}')").text == "é \u{1F600}\n")
        let raw = try runner.run("import sys\n_ = sys.stdout.buffer.write(bytes(range(256)))")
        #expect(raw.output == Array(0...255))
    }

    @Test("runs ten megabytes of code")
    func longCode() throws {
        let client = try runner.connect()
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
        try client.start("long", Array("x = '".utf8) + text + Array("'\nprint(len(x))".utf8))
        #expect(try client.finish().text == "10000000\n")
    }

    @Test("finds an ordinary __main__ with nothing but its own names")
    func namespace() throws {
        let code = """
            import sys
            mine = sorted(n for n in globals() if n != 'sys')
            print(__name__, sys.argv, sys.modules['__main__'].__dict__ is globals(), mine)
            """
        let names =
            "['__annotations__', '__builtins__', '__doc__', '__loader__', '__name__', '__package__', '__spec__']"
        #expect(try runner.run(code).text == "__main__ ['-c'] True \(names)\n")
    }

    @Test("asks for a line by input() and for a password by getpass(), and shows the prompt first")
    func input() throws {
        let code = "import getpass\nn = input('name? ')\np = getpass.getpass('word? ')\nprint(n, p)"
        let outcome = try runner.run(code, answers: ["ann", "secret"])
        #expect(outcome.text == "name? word? ann secret\n")
        #expect(
            outcome.events.filter { $0.isNumbered } == [
                .waitingInput(isPassword: false), .waitingInput(isPassword: true), .finished(outcome.result),
            ])
    }

    @Test("sees the end of an input that is not streamed, except by input()")
    func unstreamedInput() throws {
        let code = """
            import subprocess, sys
            print(repr(sys.stdin.read()), subprocess.run(['cat'], capture_output=True).stdout, input())
            """
        #expect(try runner.run(code, answers: ["line"]).text == "'' b'' line\n")
    }

    @Test("meets the end of input as EOFError when the client ends it")
    func endOfInput() throws {
        let client = try runner.connect()
        try client.start("end", "try:\n    input()\nexcept EOFError as e:\n    print(e)")
        guard case .attached = try client.event() else { return #expect(Bool(false)) }
        try client.send(.endInput)
        #expect(try client.finish().text == "EOF when reading a line\n")
    }

    @Test("lets subprocesses write to its streams, /dev/stderr included")
    func subprocesses() throws {
        let outcome = try runner.run("import os\n_ = os.system('echo out; echo err > /dev/stderr')")
        #expect(outcome.text == "out\n")
        #expect(outcome.errorText == "err\n")
    }

    @Test("says that state is lost when an interpreter ends that had run something before")
    func stateLost() throws {
        #expect(try runner.run("import os; os._exit(3)").result == RunResult(exitCode: 3, reason: .completed))
        _ = try runner.run("x = 1")
        let killed = try runner.run("import os; os.kill(os.getpid(), 9)").result
        #expect(killed.exitCode == 137 && killed.reason == .signalled && killed.stateLost)
        #expect(killed.notice == "the interpreter was ended by signal 9; the state of earlier runs is lost")
        #expect(try runner.run("x").errorText.hasSuffix("NameError: name 'x' is not defined\n"))
    }

    @Test("tells the next run when the interpreter ended between runs")
    func endBetweenRuns() throws {
        let code = "import threading, os\nthreading.Timer(0.2, lambda: os._exit(5)).start()\nprint(os.getpid())"
        let pid = try #require(pid_t(try runner.run(code).text.dropLast()))
        while kill(pid, 0) == 0 { usleep(1000) }
        let next = try runner.run("pass").result
        #expect(next.exitCode == 0 && !next.stateLost)
        #expect(next.notice?.contains("exit code 5") == true)
        #expect(try runner.run("pass").result.notice == nil)
    }
}

@Suite("Python run as by its own command", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct PlainPythonTests {
    @Test(
        "prints what `python3 -c` prints, and ends as it ends",
        arguments: [
            "1 + 1", "import sys; sys.stdout.write('x')", "1 / 0", "def f():\n    raise KeyError('k')\nf()", "x = (",
            "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('late'))).start()\nprint('end')",
            "import threading, sys\nthreading.Thread(target=print, args=('x',)).start(); sys.exit(3)",
            "import atexit; atexit.register(print, 'bye'); print('end')",
            "import time, concurrent.futures as f\nf.ThreadPoolExecutor().submit(lambda: (time.sleep(0.1), print('done')))",
            "import multiprocessing as m\nm.get_context('fork').Process(target=print, args=('child',)).start()",
            "import sys; sys.exit('no')", "print(__name__, __file__ if '__file__' in globals() else None)",
        ]
    )
    func sameAsPython(code: String) throws {
        let native = try HostProgram(path: "/usr/bin/python3", arguments: ["-c", code]).run()
        let runner = try RunnerProcess()
        let client = try runner.connect()
        try client.start("plain", code, isInteractive: false, isLast: true)
        let outcome = try client.finish()

        #expect(outcome.text + outcome.errorText == native.output)
        #expect(outcome.result.exitCode == native.end.exitCode)
    }
}
