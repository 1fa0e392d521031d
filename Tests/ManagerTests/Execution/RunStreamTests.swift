import Core
import Glibc
import NIOCore
import Testing
import Transport
import WebServer

@testable import Manager

@Suite("Run stream", .timeLimit(.minutes(1)))
struct RunStreamTests {
    private static let result = RunResult(exitCode: 0, reason: .completed)

    /// Runs `body` with a stream of a run of `code`, against a runner that plays `script`.
    private static func with<Result: Sendable>(
        code: String = "print(1)", script: @escaping ScriptedAgent.Runner,
        _ body: @escaping @Sendable (RunStream, ScriptedAgent) async throws -> Result
    ) async throws -> Result {
        let place = try TestPlace()
        let agent = ScriptedAgent(in: place)
        agent.play(script)
        let http = HTTPClient()
        let client = AgentClient(socket: agent.path, peer: geteuid(), client: http)
        let bytes = Array(code.utf8)
        let start = RunStart(run: "run-1", mode: .query, codeLength: bytes.count, streamsInput: true)
        let result = try await withServices([agent.service]) {
            await agent.listens()
            let stream = RunStream(
                start: start, code: bytes, connect: { try await client.stream(to: KernelID(rawValue: "k")) })
            return try await body(stream, agent)
        }
        await http.shutdown()
        return result
    }

    private static func outputs(_ stream: RunStream) async throws -> [RunOutput] {
        var outputs: [RunOutput] = []
        while true {
            outputs.append(try await stream.next())
            if case .finished = outputs.last { return outputs }
        }
    }

    @Test("sends the whole code, gives output in order, and acknowledges the end")
    func whole() async throws {
        let code = String(repeating: "x = 1\n", count: 20_000)
        let heard = Noted<(code: [UInt8], last: RunnerRequest?)>(([], nil))
        let outputs = try await Self.with(code: code) { _, socket in
            let runner = ScriptedRunner(socket)
            let accepted = try await runner.accept()
            heard.change { $0.code = accepted?.code ?? [] }
            try await socket.send(Frame(.standardOutput, [0x61]))
            try await socket.send(Frame(.standardError, [0xff]))
            try await socket.send(.waitingInput(isPassword: true))
            try await socket.send(.finished(Self.result))
            let last = try await runner.request()
            heard.change { $0.last = last }
        } _: { stream, _ in
            let outputs = try await Self.outputs(stream)
            await stream.close()
            return outputs
        }

        #expect(
            outputs == [
                .standardOutput([0x61]), .standardError([0xff]), .waitingInput(isPassword: true),
                .finished(Self.result),
            ]
        )
        #expect(heard.value.code == Array(code.utf8))
        #expect(heard.value.last == .acknowledge(through: 4))
    }

    @Test("goes on after a break where it was: output is counted, input that may be lost is sent again")
    func broken() async throws {
        let seen = Noted<[String]>([])
        let outputs = try await Self.with { connection, socket in
            let runner = ScriptedRunner(socket)
            if connection == 1 {
                _ = try await runner.accept()
                _ = try await runner.input(4)
                try await socket.send(Frame(.standardOutput, [1]))
                try await socket.send(Frame(.standardOutput, [2]))
                // The agent goes away without a word.
                throw CancellationError()
            }
            let request = try await runner.request()
            // Of the four bytes two had reached the program.
            try await socket.send(.attached(run: "run-1", next: 3, inputReceived: 2))
            let again = try await runner.input(2)
            seen.change { $0 = ["\(request as Any)", "\(again)"] }
            try await socket.send(Frame(.standardOutput, [3]))
            try await runner.finish()
        } _: { stream, _ in
            let input = Task {
                // Sent once the stream stands, which the first output shows only too late.
                await stream.send([10, 11, 12, 13])
            }
            var outputs: [RunOutput] = []
            while outputs.last != .finished(Self.result) { outputs.append(try await stream.next()) }
            await input.value
            await stream.close()
            return outputs
        }

        #expect(
            outputs == [.standardOutput([1]), .standardOutput([2]), .standardOutput([3]), .finished(Self.result)])
        #expect(seen.value.last == "[12, 13]")
        #expect(seen.value.first?.contains(#"attach(run: "run-1", from: 2)"#) == true)
    }

    @Test("sends the whole start again when the connection breaks before the runner has answered")
    func brokenBeforeStart() async throws {
        let starts = Noted<[String]>([])
        let outputs = try await Self.with { connection, socket in
            let runner = ScriptedRunner(socket)
            if connection == 1 {
                _ = try await runner.request()
                throw CancellationError()
            }
            let accepted = try await runner.accept()
            starts.change { $0.append(String(decoding: accepted?.code ?? [], as: UTF8.self)) }
            try await runner.finish()
        } _: { stream, _ in
            try await Self.outputs(stream)
        }

        #expect(outputs == [.finished(Self.result)])
        #expect(starts.value == ["print(1)"])
    }

    @Test("a runner's refusal is an error with its code")
    func refused() async throws {
        let error = await #expect(throws: BackendError.self) {
            try await Self.with { _, socket in
                _ = try await ScriptedRunner(socket).request()
                try await socket.send(.refused(code: .queueFull, message: "too many runs are waiting"))
                for try await _ in socket.inbound {}
            } _: { stream, _ in
                try await stream.next()
            }
        }

        #expect(error?.code == .kernelExecutionFailed)
        #expect(error?.message == "too many runs are waiting")
        #expect(error?.data?["refusal"] == "queue-full")
    }

    @Test(
        "what is no frame ends the run with an error, and nothing worse",
        arguments: [[], [99], [0], [0, 0x7b], [0, 0xff, 0xfe]] as [[UInt8]]
    )
    func hostile(message: [UInt8]) async throws {
        let error = await #expect(throws: BackendError.self) {
            try await Self.with { _, socket in
                _ = try await ScriptedRunner(socket).accept()
                try await socket.send(binary: .init(bytes: message))
                for try await _ in socket.inbound {}
            } _: { stream, _ in
                try await stream.next()
            }
        }

        #expect(error?.message?.hasPrefix("the kernel's runner does not keep to the protocol: ") == true)
    }

    @Test("numbers that make no sense do no harm: the run goes on")
    func senseless() async throws {
        let outputs = try await Self.with { _, socket in
            let runner = ScriptedRunner(socket)
            _ = try await runner.accept()
            for total in [Int.min, -1, Int.max, 0] { try await socket.send(.inputConsumed(total)) }
            try await socket.send(.attached(run: "other", next: -7, inputReceived: .min))
            try await socket.send(.attached(run: "other", next: -7, inputReceived: .max))
            try await runner.finish()
        } _: { stream, _ in
            await stream.send([1, 2, 3])
            return try await Self.outputs(stream)
        }

        #expect(outputs == [.finished(Self.result)])
    }

    @Test("holds the sender of input back while the program does not take it, and loses nothing")
    func inputWindow() async throws {
        let total = 1 << 20
        let sent = Noted(0)
        let most = Noted(0)
        let outputs = try await Self.with { _, socket in
            let runner = ScriptedRunner(socket)
            _ = try await runner.accept()
            var received = 0
            while received < total {
                received += try await runner.input(1).count
                let ahead = sent.value - received
                most.change { $0 = max($0, ahead) }
                try await socket.send(.inputConsumed(received))
            }
            try await runner.finish(received == total ? 0 : 1)
        } _: { stream, _ in
            let sender = Task {
                for _ in 0..<total / 1024 {
                    await stream.send([UInt8](repeating: 7, count: 1024))
                    sent.change { $0 += 1024 }
                }
                await stream.endInput()
            }
            let outputs = try await Self.outputs(stream)
            await sender.value
            return outputs
        }

        #expect(outputs == [.finished(Self.result)])
        #expect(most.value <= 1280 << 10)
    }

    @Test("an agent that cannot be reached at all is an error at once: only a run that has begun is waited for")
    func unreachable() async throws {
        let place = try TestPlace()
        let http = HTTPClient()
        let client = AgentClient(socket: place.file("nobody.sock"), peer: geteuid(), client: http)
        let start = RunStart(run: "r", mode: .query, codeLength: 0, streamsInput: false)
        let stream = RunStream(
            start: start, code: [], connect: { try await client.stream(to: KernelID(rawValue: "k")) })
        let error = await #expect(throws: BackendError.self) { try await stream.next() }

        #expect(error?.code == .kernelExecutionFailed)
        #expect(error?.message?.hasPrefix("the agent cannot be reached: ") == true)
        await http.shutdown()
    }

    @Test("closing lets a sender go that waits for room")
    func closing() async throws {
        try await Self.with { _, socket in
            _ = try await ScriptedRunner(socket).accept()
            try await socket.send(Frame(.standardOutput, [1]))
            for try await _ in socket.inbound {}
        } _: { stream, _ in
            _ = try await stream.next()
            let sender = Task { await stream.send([UInt8](repeating: 0, count: 4 << 20)) }
            await Task.yield()
            await stream.close()
            await sender.value
        }
    }
}
