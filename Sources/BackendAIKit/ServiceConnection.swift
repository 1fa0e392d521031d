import Transport

/// One connection to a service of a session, byte for byte.
public final class ServiceConnection: Sendable {
    private let socket: WebSocket

    init(socket: WebSocket) {
        self.socket = socket
    }

    /// The next bytes; nil when the service has closed the connection.
    ///
    /// - Throws: ``ClientError``.
    public func receive() async throws(ClientError) -> [UInt8]? {
        do {
            while let message = try await socket.receive() {
                if case .binary(let bytes) = message { return bytes }
            }
            return nil
        } catch {
            throw .interrupted(reason: "\(error)")
        }
    }

    /// Why the manager closed it, when the service did not answer at all.
    public var refusal: String? { socket.closeCode == 1013 || socket.closeCode == 1011 ? socket.closeReason : nil }

    /// Sends bytes; suspends while too many are on their way.
    public func send(_ bytes: [UInt8]) async throws(ClientError) {
        do {
            try await socket.send(binary: bytes)
        } catch {
            throw .interrupted(reason: "\(error)")
        }
    }

    /// Closes it.
    public func close() async { await socket.close(code: 1000, reason: "") }
}
