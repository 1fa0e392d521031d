import Core
import NIOPosix
import Synchronization
import Testing
import Transport

@testable import Manager

@Suite("Execute stream", .timeLimit(.minutes(1)))
struct ExecuteStreamTests {
    /// Prints `out`, then `err`, asks for a line, prints it, and exits with 3.
    private static let conversation: ScriptedAgent.Runner = { _, socket in
        let runner = ScriptedRunner(socket)
        _ = try await runner.accept()
        try await socket.send(Frame(.standardOutput, Array("out".utf8)))
        try await socket.send(Frame(.standardError, [0xff]))
        try await socket.send(.waitingInput(isPassword: false))
        let line = try await runner.input(3)
        try await socket.send(Frame(.standardOutput, line))
        try await runner.finish(3)
    }

    @Test("speaks the original's JSON with clients that ask for nothing else, and closes after the end")
    func json() async throws {
        try await TestManager.with { manager in
            manager.agent.play(Self.conversation)
            try await manager.create("first")
            let socket = try await manager.stream("first")
            #expect(socket.headers[streamFormHeader] == nil)
            try await socket.send(text: #"{"code":"x","mode":"query","options":{}}"#)
            var console = ""
            var last: JSONValue = nil
            while case .text(let text)? = try await socket.receive() {
                let body = try JSONValue(parsing: Array(text.utf8))
                last = body
                for item in body["console"]?.items ?? [] { console += item.encodedText }
                if body["status"] == "waiting-input" {
                    #expect(body["options"] == ["is_password": false])
                    try await socket.send(text: "hi")
                }
            }

            #expect(console == "[\"stdout\",\"out\"][\"stderr\",\"\u{fffd}\"][\"stdout\",\"hi\\n\"]")
            #expect(last["status"] == "finished")
            #expect(last["exitCode"] == 3)
            #expect(socket.closeCode == 1000)
        }
    }

    @Test("passes bytes as they are to clients that offer the byte-exact form")
    func frames() async throws {
        try await TestManager.with { manager in
            manager.agent.play(Self.conversation)
            try await manager.create("first")
            let socket = try await manager.stream("first", headers: [(streamFormHeader, streamFormFrames)])
            #expect(socket.headers[streamFormHeader] == streamFormFrames)
            try await socket.send(text: #"{"code":"x","mode":"query","streamsInput":true,"runId":"mine"}"#)
            var output: [UInt8] = []
            var errors: [UInt8] = []
            var texts: [String] = []
            while let message = try await socket.receive() {
                switch message {
                case .binary(let bytes):
                    let frame = try Frame(message: bytes)
                    if frame.kind == .standardOutput { output += frame.payload } else { errors += frame.payload }
                case .text(let text):
                    texts.append(text)
                    if text.contains("waiting-input") {
                        try await socket.send(binary: Frame(.standardInput, [0, 0xfe, 10]).message)
                    }
                }
            }

            #expect(output == Array("out".utf8) + [0, 0xfe, 10])
            #expect(errors == [0xff])
            let statuses = try texts.map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(statuses.map { $0["status"] } == ["started", "waiting-input", "finished"])
            #expect(statuses.first?["runId"] == "mine")
            #expect(statuses.last?["exitCode"] == 3)
            #expect(statuses.last?["reason"] == "completed")
        }
    }

    @Test(
        "a first message that is no order is answered by an error message, and the socket closes",
        arguments: [
            ("nonsense", "Invalid API parameters: the first message is not a JSON object"),
            ("{}", "Invalid API parameters: AssertionError('mode is missing or empty!')"),
            (#"{"mode":"input"}"#, "Invalid API parameters: AssertionError('mode has an invalid value.')"),
            (#"{"mode":"query"}"#, "Invalid API parameters: code is missing"),
        ]
    )
    func malformed(text: String, message: String) async throws {
        try await TestManager.with { manager in
            try await manager.create("first")
            let socket = try await manager.stream("first")
            try await socket.send(text: text)
            let answers = try await manager.texts(of: socket)
            #expect(
                answers == [JSONValue.object([.init("status", "error"), .init("msg", .string(message))]).encodedText])
        }
    }

    /// Lets a client of the byte-exact form run something, and confirm it, to the end of its stream.
    private static func run(in manager: TestManager) async throws -> [UInt8] {
        let socket = try await manager.stream("first", headers: [(streamFormHeader, streamFormFrames)])
        try await socket.send(text: #"{"code":"x","mode":"query"}"#)
        var output: [UInt8] = []
        while let message = try await socket.receive() {
            switch message {
            case .binary(let bytes): output += try Frame(message: bytes).payload
            case .text(let text) where text.contains("finished"): try await socket.send(text: #"{"received":2}"#)
            case .text: break
            }
        }
        return output
    }

    @Test(
        "the way to a session's runner is kept for its next run; one that has broken meanwhile harms nothing",
        arguments: [false, true])
    func kept(breaks: Bool) async throws {
        try await TestManager.with { manager in
            manager.agent.play { _, socket in
                let runner = ScriptedRunner(socket)
                while try await runner.accept() != nil {
                    try await socket.send(Frame(.standardOutput, [0x61]))
                    try await socket.send(.finished(RunResult(exitCode: 0, reason: .completed)))
                    // Where they come one by one, so do the acknowledgements.
                    var answer = try await runner.request()
                    if answer == .acknowledge(through: 1) { answer = try await runner.request() }
                    #expect(answer == .acknowledge(through: 2))
                    if breaks { return }
                }
            }
            try await manager.create("first")
            // Each thread that serves clients has its own.
            let threads = MultiThreadedEventLoopGroup.singleton.makeIterator().reduce(0) { count, _ in count + 1 }
            for _ in 0..<threads * 3 { #expect(try await Self.run(in: manager) == [0x61]) }
            let connections = manager.agent.state.withLock { $0.connections }
            #expect(breaks ? connections == threads * 3 : connections <= threads, "\(connections) connections")
        }
    }

    @Test("is refused before it is opened: to strangers, for sessions that are not there or do not run")
    func refused() async throws {
        try await TestManager.with(cpu: 1) { manager in
            try await manager.create("first")
            try await manager.create("second", #","enqueueOnly":true"#)
            let wrong = Keypair(accessKey: TestManager.user.accessKey, secretKey: SecretKey("wrong"))
            for (session, keypair, status) in [
                ("first", wrong, 401), ("nosuch", TestManager.superadmin, 404), ("second", TestManager.superadmin, 400),
                ("first", TestManager.user, 404),
            ] {
                let error = await #expect(throws: TransportError.self) {
                    _ = try await manager.stream(session, by: keypair)
                }
                guard case .refused(let answer) = error else {
                    Issue.record("\(error as Any)")
                    continue
                }
                #expect(answer.status == status)
                #expect(try JSONValue(parsing: answer.body)["type"] != nil)
            }
        }
    }

    @Test("a client that leaves has its program interrupted")
    func leaving() async throws {
        let (interrupts, heard) = AsyncStream<RunnerRequest>.makeStream()
        try await TestManager.with { manager in
            manager.agent.play { _, socket in
                let runner = ScriptedRunner(socket)
                let start = try await runner.accept()?.start
                try await socket.send(Frame(.standardOutput, [0x61]))
                while let request = try await runner.request() {
                    if case .interrupt(let run) = request, run == start?.run { heard.yield(request) }
                }
            }
            try await manager.create("first")
            let socket = try await manager.stream("first", headers: [(streamFormHeader, streamFormFrames)])
            try await socket.send(text: #"{"code":"x","mode":"query"}"#)
            while case .text? = try await socket.receive() {}
            await socket.close()
            for await _ in interrupts { break }
        }
    }

    @Test("the polling form answers batches of one run until its end")
    func polling() async throws {
        try await TestManager.with { manager in
            manager.agent.play(Self.conversation)
            try await manager.create("first")
            let first = try await manager.send("POST", "/session/first", #"{"mode":"query","code":"x","runId":null}"#)
            let result = try #require(first.body["result"])
            #expect(first.status == 200)
            #expect(result["status"] == "waiting-input")
            #expect(result["console"] == [["stdout", "out"], ["stderr", "\u{fffd}"]])
            let run = try #require(result["runId"]?.text)
            let last = try await manager.send(
                "POST", "/session/first", #"{"mode":"input","code":"hi","runId":"\#(run)"}"#)
            #expect(last.body["result"]?["status"] == "finished")
            #expect(last.body["result"]?["exitCode"] == 3)
            #expect(last.body["result"]?["runId"]?.text == run)
            #expect(last.body["result"]?["console"] == [["stdout", "hi\n"]])
            let shown = try await manager.send("GET", "/session/first")
            #expect(shown.body["numQueriesExecuted"] == 1)
        }
    }
}
