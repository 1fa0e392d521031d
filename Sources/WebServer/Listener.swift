import Logging
import NIOCore
import NIOPosix

/// A bound server socket and the connections it has accepted.
struct Listener: Sendable {
    /// The address with the port that was really taken.
    let address: WebServerAddress
    let accepted: Mailbox<Connection>
    let connections: OpenConnections
    private let channel: any Channel

    /// Binds and listens.
    ///
    /// - Throws: ``WebServerError``.
    static func bind(
        _ configuration: WebServerConfiguration,
        on group: any EventLoopGroup,
        services: Connection.Services
    ) async throws(WebServerError) -> Listener {
        let accepted = Mailbox<Connection>()
        let connections = OpenConnections()
        let requiredPeer = configuration.address.port == nil ? configuration.requiredPeer : nil
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Int32(clamping: configuration.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                admits(channel, requiredPeer: requiredPeer).flatMapThrowing { isAdmitted in
                    guard isAdmitted else {
                        services.logger.info("refused a peer of another user")
                        return channel.close(promise: nil)
                    }
                    let connection = try Connection(channel: channel, services: services)
                    connections.add(channel)
                    if !accepted.offer(connection) {
                        // Accepted while the listener closed: nobody takes it, yet it must be served to its end.
                        channel.close(promise: nil)
                        Task { await connection.serve() }
                    }
                }
            }
        let channel = try await bind(bootstrap, to: configuration.address, on: group)
        channel.closeFuture.whenComplete { _ in accepted.finish() }
        return Listener(
            address: configuration.address.with(port: channel.localAddress?.port),
            accepted: accepted,
            connections: connections,
            channel: channel
        )
    }

    /// Stops accepting, and removes the socket file while it is still ours.
    func close() {
        if case .unixSocket(let path) = address, channel.isActive { HostSystem.removeFile(path) }
        channel.close(promise: nil)
    }

    private static func admits(_ channel: any Channel, requiredPeer: UInt32?) -> EventLoopFuture<Bool> {
        guard let requiredPeer else { return channel.eventLoop.makeSucceededFuture(true) }
        return PeerCredentials.ask(channel).map { $0.userID == requiredPeer }
    }

    private static func bind(
        _ bootstrap: ServerBootstrap,
        to address: WebServerAddress,
        on group: any EventLoopGroup
    ) async throws(WebServerError) -> any Channel {
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap.bind(host: host, port: port).get()
            case .unixSocket(let path):
                guard await !isListening(path, on: group) else { throw WebServerError.addressInUse(address) }
                return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            }
        } catch let error as WebServerError {
            throw error
        } catch let error as IOError where error.errnoCode == HostSystem.addressInUse {
            throw .addressInUse(address)
        } catch {
            throw .cannotListen(address, reason: "\(error)")
        }
    }

    /// Whether a server answers on `path`, whose file must then not be replaced.
    private static func isListening(_ path: String, on group: any EventLoopGroup) async -> Bool {
        let probe = ClientBootstrap(group: group).connect(unixDomainSocketPath: path)
        guard let channel = try? await probe.get() else { return false }
        channel.close(promise: nil)
        return true
    }
}

extension WebServerAddress {
    fileprivate func with(port: Int?) -> WebServerAddress {
        guard case .tcp(let host, _) = self, let port else { return self }
        return .tcp(host: host, port: port)
    }
}
