import Core
import WebServer

/// The runner's side of a stream, as scripts play it.
struct ScriptedRunner {
    let socket: WebSocketConnection
    private let messages: WebSocketInbound.AsyncIterator

    init(_ socket: WebSocketConnection) {
        self.socket = socket
        messages = socket.inbound.makeAsyncIterator()
    }

    /// The next frame that the manager sends; nil at the end.
    func frame() async throws -> Frame? { try await socket.frame(messages) }

    /// The next request; other frames before it are dropped.
    func request() async throws -> RunnerRequest? {
        while let frame = try await frame() {
            if frame.kind == .control { return try frame.decodeControl(as: RunnerRequest.self) }
        }
        return nil
    }

    /// Takes in a start with its code, and says that the stream stands.
    @discardableResult
    func accept() async throws -> (start: RunStart, code: [UInt8])? {
        guard case .start(let start)? = try await request() else { return nil }
        var code = Array((start.code ?? "").utf8)
        while code.count < start.codeLength, let frame = try await frame(), frame.kind == .code {
            code += frame.payload
        }
        try await socket.send(.attached(run: start.run, next: 1, inputReceived: 0))
        return (start, code)
    }

    /// So many bytes of standard input.
    func input(_ count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, let frame = try await frame() {
            if frame.kind == .standardInput { bytes += frame.payload }
        }
        return bytes
    }

    func finish(_ code: Int = 0) async throws {
        try await socket.send(.finished(RunResult(exitCode: code, reason: .completed)))
        // The manager closes; what it still says is read, so that it is not lost in a reset.
        while try await frame() != nil {}
    }
}
