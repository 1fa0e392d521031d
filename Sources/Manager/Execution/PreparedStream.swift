import Core
import Transport

/// A connection to a kernel's runner that is made before it is known what for: while a client that has opened its own
/// still writes its command.
///
/// Used once; what nobody has used is closed by ``discard()``.
actor PreparedStream {
    private var attempt: Task<WebSocket?, Never>?

    /// Begins to connect.
    init(_ connect: @escaping @Sendable () async throws -> WebSocket) {
        attempt = Task { try? await connect() }
    }

    /// The connection; nil when it failed, or has been used.
    func take() async -> WebSocket? {
        let attempt = attempt
        self.attempt = nil
        return await attempt?.value
    }

    /// Closes a connection that was not used.
    func discard() async {
        await take()?.close(code: 1000, reason: "")
    }
}
