/// Where and how a ``WebServer`` listens, and the limits of its connections.
public struct WebServerConfiguration: Sendable {
    /// Where to listen.
    public var address: WebServerAddress
    /// The only user id that may connect to a unix socket, by SO_PEERCRED; others are closed before a byte is read.
    ///
    /// `nil` admits everyone who can open the path. It has no meaning on TCP.
    public var requiredPeer: UInt32?
    /// The value of the `Server` header; `nil` sends none.
    public var serverName: String?
    /// The length of the kernel's queue of connections not yet accepted; net.core.somaxconn caps it.
    public var backlog: Int
    /// How many threads do socket I/O; `nil` shares the process's event loops.
    public var eventLoopThreads: Int?
    /// The largest WebSocket message taken, in bytes, all fragments together; more closes with 1009.
    public var maximumMessageSize: Int
    /// How often a silent WebSocket peer is pinged; one that doesn't answer until the next ping is cut off.
    ///
    /// `nil` sends no pings. A peer whose data waits for a slow handler isn't cut off.
    public var pingInterval: Duration?
    /// How long a connection may stay without a request, to twice this; `nil` is forever.
    public var idleTimeout: Duration?
    /// How long requests and closing handshakes in progress get at a graceful shutdown before they are cut off.
    public var shutdownGrace: Duration

    /// Creates a configuration.
    public init(
        address: WebServerAddress,
        requiredPeer: UInt32? = nil,
        serverName: String? = nil,
        backlog: Int = 1024,
        eventLoopThreads: Int? = nil,
        maximumMessageSize: Int = 16 << 20,
        pingInterval: Duration? = nil,
        idleTimeout: Duration? = .seconds(120),
        shutdownGrace: Duration = .milliseconds(500)
    ) {
        self.address = address
        self.requiredPeer = requiredPeer
        self.serverName = serverName
        self.backlog = backlog
        self.eventLoopThreads = eventLoopThreads
        self.maximumMessageSize = maximumMessageSize
        self.pingInterval = pingInterval
        self.idleTimeout = idleTimeout
        self.shutdownGrace = shutdownGrace
    }
}
