import Core

/// A connection to a kernel's runner that is made before it is known what for: while a client that has opened its own
/// still writes its command.
///
/// Used once; what nobody has used is closed by ``discard()``.
actor PreparedStream {
    private var ready: ReachedRunner?
    private var attempt: Task<ReachedRunner?, Never>?

    /// Begins to connect.
    init(_ connect: @escaping @Sendable () async throws -> ReachedRunner) {
        attempt = Task { try? await connect() }
    }

    /// Hands on a connection that is open already.
    init(_ runner: ReachedRunner) {
        ready = runner
    }

    /// The connection; nil when it failed, or has been used.
    func take() async -> ReachedRunner? {
        if let ready = ready.take() { return ready }
        return await attempt.take()?.value
    }

    /// Closes a connection that was not used.
    func discard() async {
        await take()?.socket.close()
    }
}
