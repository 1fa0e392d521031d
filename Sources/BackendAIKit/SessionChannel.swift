import Core
import Transport

/// A stream of bytes to and from something in a session: its files, or a terminal.
///
/// One task reads ``next()``; others may send meanwhile.
public final class SessionChannel: Sendable {
    /// What comes out of it.
    public enum Output: Sendable, Equatable {
        /// Bytes of the program's standard output, or of the terminal.
        case standardOutput([UInt8])
        /// Bytes of the program's standard error.
        case standardError([UInt8])
        /// It is over, with the program's exit code where there was one.
        case closed(exitCode: Int?)
    }

    private let socket: WebSocket

    init(socket: WebSocket) {
        self.socket = socket
    }

    func open(_ order: ChannelOrder) async throws(ClientError) {
        try await send(.open(order))
        while true {
            switch try await nextFrame() {
            case .opened?: return
            case .other?: continue
            case .output?, nil: throw .unexpectedAnswer("a channel that did not open")
            }
        }
    }

    /// The next thing that comes.
    ///
    /// - Throws: ``ClientError``; ``ClientError/interrupted(reason:)`` when the connection broke before the end.
    public func next() async throws(ClientError) -> Output {
        while true {
            switch try await nextFrame() {
            case .output(let output)?: return output
            case .opened?, .other?: continue
            case nil: throw .interrupted(reason: "the manager closed the channel before its end")
            }
        }
    }

    /// Sends bytes; suspends while too many are on their way.
    public func send(_ bytes: [UInt8]) async throws(ClientError) {
        for frame in Frame.split(.standardInput, bytes) { try await send(frame) }
    }

    /// Says that no more bytes follow.
    public func endInput() async throws(ClientError) { try await send(.endInput) }

    /// Tells a terminal how large its window is.
    public func resize(rows: Int, columns: Int) async throws(ClientError) {
        try await send(.resize(rows: rows, columns: columns))
    }

    /// Ends it, whatever it leads to.
    public func close() async { await socket.close(code: 1000, reason: "") }

    private enum Incoming {
        case output(Output)
        case opened
        case other
    }

    private func nextFrame() async throws(ClientError) -> Incoming? {
        let message: WebSocketMessage?
        do {
            message = try await socket.receive()
        } catch {
            throw .interrupted(reason: "\(error)")
        }
        guard let message else { return nil }
        guard case .binary(let bytes) = message, let frame = try? Frame(message: bytes) else {
            throw .unexpectedAnswer("a malformed frame")
        }
        switch frame.kind {
        case .standardOutput: return .output(.standardOutput(frame.payload))
        case .standardError: return .output(.standardError(frame.payload))
        case .control:
            switch try? frame.decodeControl(as: RunnerEvent.self) {
            case .opened?: return .opened
            case .closed(let exitCode)?: return .output(.closed(exitCode: exitCode))
            case .refused(_, let reason)?:
                let document = BackendError(.kernelExecutionFailed, reason)
                throw .problem(ProblemReport(status: document.code.status, body: document.body.encoded))
            default: return .other
            }
        default: return .other
        }
    }

    private func send(_ request: RunnerRequest) async throws(ClientError) {
        guard let frame = try? Frame.control(request) else { throw .unexpectedAnswer("a request that is too long") }
        try await send(frame)
    }

    private func send(_ frame: Frame) async throws(ClientError) {
        do {
            try await socket.send(binary: frame.message)
        } catch {
            throw .interrupted(reason: "\(error)")
        }
    }
}
