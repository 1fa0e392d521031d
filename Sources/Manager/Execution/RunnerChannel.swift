import Core
import WebServer

/// A channel to something in a session's sandbox, through its agent: bytes both ways.
struct RunnerChannel: Sendable {
    /// What comes out of it.
    enum Output: Sendable, Equatable {
        case standardOutput([UInt8])
        case standardError([UInt8])
        /// It is over; the exit code is that of its program, nil for a connection.
        case closed(exitCode: Int?)
    }

    private let socket: AgentSocket

    /// Opens a channel.
    ///
    /// - Parameters:
    ///   - order: What it leads to.
    ///   - socket: A fresh connection to the runner.
    /// - Throws: ``RunnerChannel/Refused`` when it does not come about, ``BackendError`` when the agent goes away.
    init(_ order: ChannelOrder, over socket: AgentSocket) async throws {
        self.socket = socket
        do {
            try await send(.open(order))
            while true {
                guard let frame = try await nextFrame() else { throw Self.lost }
                guard frame.kind == .control else { continue }
                switch try frame.decodeControl(as: RunnerEvent.self) {
                case .opened: return
                case .refused(let code, let message): throw Refused(code: code, message: message)
                default: continue
                }
            }
        } catch {
            await socket.close()
            throw error is WebSocketError ? Self.lost : error
        }
    }

    /// Asks a runner for something that it answers once.
    ///
    /// - Throws: ``RunnerChannel/Refused`` when it does not do it, ``BackendError`` when the agent goes away.
    static func ask(_ request: RunnerRequest, over socket: AgentSocket) async throws {
        do {
            try await socket.send(try Frame.control(request).message)
            try await awaitDone(on: socket)
        } catch {
            await socket.close()
            throw error is WebSocketError ? lost : error
        }
        await socket.close()
    }

    private static func awaitDone(on socket: AgentSocket) async throws {
        while let message = try await socket.receive() {
            let frame = try Frame(message: message)
            guard frame.kind == .control else { continue }
            switch try frame.decodeControl(as: RunnerEvent.self) {
            case .done: return
            case .refused(let code, let message): throw Refused(code: code, message: message)
            default: continue
            }
        }
        throw lost
    }

    /// Why a channel did not come about.
    struct Refused: Error {
        let code: RunnerRefusal
        let message: String
    }

    private static let lost = BackendError(.kernelExecutionFailed, "the connection to the session's agent broke")

    /// What comes next.
    func next() async throws -> Output {
        while true {
            guard let frame = try await nextFrame() else { throw Self.lost }
            switch frame.kind {
            case .standardOutput: return .standardOutput(frame.payload)
            case .standardError: return .standardError(frame.payload)
            case .control:
                switch try frame.decodeControl(as: RunnerEvent.self) {
                case .closed(let exitCode): return .closed(exitCode: exitCode)
                case .refused(let code, let message): throw Refused(code: code, message: message)
                default: continue
                }
            case .standardInput, .code, .display: continue
            }
        }
    }

    /// Sends bytes; suspends while too much is on its way.
    func send(_ bytes: [UInt8]) async throws {
        for frame in Frame.split(.standardInput, bytes) { try await socket.send(frame.message) }
    }

    /// Sends a control frame.
    func send(_ request: RunnerRequest) async throws {
        try await socket.send(try Frame.control(request).message)
    }

    /// Ends it, whatever it leads to.
    func close() async { await socket.close() }

    private func nextFrame() async throws -> Frame? {
        guard let message = try await socket.receive() else { return nil }
        return try Frame(message: message)
    }
}
