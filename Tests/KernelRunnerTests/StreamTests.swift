import Core
import Glibc
import Testing

@testable import KernelRunner

@Suite("The stream of a run", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct StreamTests {
    private let runner: RunnerProcess

    init() throws { runner = try RunnerProcess() }

    @Test("carries a megabyte of bytes in and out unchanged, within the sender's window")
    func echo() throws {
        let client = try runner.connect()
        let data = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try client.start("echo", "import sys\n_ = sys.stdout.buffer.write(sys.stdin.buffer.read())", streamsInput: true)
        var outcome = Outcome()
        var sent = 0
        var consumed = 0
        while true {
            while sent < data.count, sent - consumed <= InputBuffer.capacity - Frame.maximumPayload {
                try client.send(.standardInput, Array(data[sent..<min(sent + Frame.maximumPayload, data.count)]))
                sent = min(sent + Frame.maximumPayload, data.count)
                if sent == data.count { try client.send(.endInput) }
            }
            switch try client.event(into: &outcome) {
            case .inputConsumed(let count): consumed = count
            case .finished:
                #expect(outcome.output == data)
                return
            default: break
            }
        }
    }

    @Test("loses nothing when the connection breaks again and again")
    func reattach() throws {
        let code = "import time\nfor i in range(40):\n    print(i)\n    time.sleep(0.005)"
        var client = try runner.connect()
        try client.start("broken", code)
        guard case .attached("broken", next: 1, inputReceived: 0) = try client.event() else {
            return #expect(Bool(false))
        }
        var output: [UInt8] = []
        while true {
            for _ in 0..<7 {
                let frame = try client.next()
                guard frame.kind == .standardOutput else {
                    #expect(String(decoding: output, as: UTF8.self) == (0..<40).map { "\($0)\n" }.joined())
                    return
                }
                output += frame.payload
            }
            let number = client.number
            client = try runner.connect()
            try client.attach("broken", from: number)
            #expect(try client.event() == .attached(run: "broken", next: number + 1, inputReceived: 0))
        }
    }

    @Test("goes on without anybody, and gives everything to the one who comes back")
    func detached() throws {
        do {
            let client = try runner.connect()
            try client.start("alone", "print('one')\nprint('two')")
            guard case .attached = try client.event() else { return #expect(Bool(false)) }
        }
        _ = try runner.run("pass")
        let client = try runner.connect()
        try client.attach("alone", from: 0)
        #expect(try client.finish().text == "one\ntwo\n")
        // It is forgotten when all has been acknowledged; the answer to a status tells that this was read.
        try client.send(.status)
        _ = try client.event()
        let late = try runner.connect()
        try late.attach("alone", from: 0)
        guard case .refused(.unknownRun, _) = try late.event() else { return #expect(Bool(false)) }
    }

    @Test("a repeated start attaches to the run it started the first time, from its beginning")
    func repeatedStart() throws {
        let first = try runner.connect()
        try first.start("twice", "print('go')\ninput()")
        try first.waitForOutput()
        let second = try runner.connect()
        try second.start("twice", "print('go')\ninput()")
        try first.waitForClose()
        #expect(try second.finish(answers: [""]).text == "go\n''")
    }

    @Test("holds a program back when its output is not taken, and keeps the runner small")
    func backPressure() throws {
        _ = try runner.run("pass")
        let before = try runner.memory("VmHWM")
        let client = try runner.connect()
        let code = """
            import sys
            for i in range(20):
                sys.stdout.buffer.write(bytes([65 + i]) * 1_000_000)
            open('mark', 'w').close()
            """
        try client.start("flood", code)
        guard case .attached = try client.event() else { return #expect(Bool(false)) }
        let expected = (0..<20).flatMap { [UInt8](repeating: 65 + $0, count: 1_000_000) }
        var total = 0
        while true {
            let frame = try client.next()
            guard frame.kind == .standardOutput else { break }
            try #require(frame.payload == Array(expected[total..<total + frame.payload.count]))
            total += frame.payload.count
            // Some 640 KiB have been read here, and the runner and the pipe hold 1 MiB and a little.
            if client.number == 10 { #expect(access(runner.directory + "/mark", F_OK) != 0) }
            try client.send(.acknowledge(through: client.number))
        }
        #expect(total == expected.count)
        #expect(access(runner.directory + "/mark", F_OK) == 0)
        #expect(try runner.memory("VmHWM") - before < 8 << 10)
    }

    @Test("refuses what it can't do, and says why")
    func refusals() throws {
        let client = try runner.connect()
        try client.start("b", Array("x".utf8), mode: .batch)
        guard case .refused(.unsupportedMode, _) = try client.event() else { return #expect(Bool(false)) }
        try client.start("", "x")
        guard case .refused(.invalidRequest, _) = try client.event() else { return #expect(Bool(false)) }
        try client.attach("nobody", from: 0)
        guard case .refused(.unknownRun, _) = try client.event() else { return #expect(Bool(false)) }
        try client.start("empty", "")
        #expect(try client.finish().result.exitCode == 0)
        try client.attach("empty", from: 0)
        guard case .refused(.unknownRun, _) = try client.event() else { return #expect(Bool(false)) }
    }

    @Test("a start is refused when the interpreter is missing")
    func interpreterMissing() throws {
        let runner = try RunnerProcess(["--runtime-path", "/nonexistent/python3"])
        guard case .refused(.runtimeMissing, let message)? = try runner.run("1").events.first else {
            return #expect(Bool(false))
        }
        #expect(message == "cannot execve `/nonexistent/python3`: No such file or directory")
        let other = try RunnerProcess(["--runtime-path", "/bin/cat"])
        let outcome = try other.run("1")
        #expect(outcome.result.exitCode == 127)
        #expect(outcome.errorText.contains("invalid option"))
    }

    @Test(
        "a frame that is none closes its connection, and no other",
        arguments: [
            [0, 0, 0, 0], [0, 0, 0, 1, 9], [255, 255, 255, 255], [0, 4, 0, 2, 0], [0, 0, 0, 3, 0, 123, 125],
            [0, 0, 0, 2, 1, 97], [0, 0, 0, 2, 4, 97], [0, 0, 0, 1, 2],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) throws {
        let steady = try runner.connect()
        let broken = try runner.connect()
        try broken.send(bytes: bytes)
        try broken.waitForClose()
        try steady.send(.status)
        #expect(try steady.event() == .status(RunnerStatus(current: nil, queued: [], runCount: 0)))
    }

    @Test("a sender that ignores the window of input, or acknowledges what was not sent, is cut off")
    func protocolViolations() throws {
        let client = try runner.connect()
        try client.start("window", "input()")
        #expect(try client.event() == .attached(run: "window", next: 1, inputReceived: 0))
        #expect(throws: (any Error).self) {
            for _ in 0..<10 { try client.send(.standardInput, [UInt8](repeating: 97, count: Frame.maximumPayload)) }
            try client.waitForClose()
            throw RunnerClient.ConnectionClosed()
        }
        let other = try runner.connect()
        try other.attach("window", from: 0)
        try other.send(.acknowledge(through: 1000))
        try other.waitForClose()
    }
}
