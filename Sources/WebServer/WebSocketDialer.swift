public import HTTPTypes
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes
public import NIOPosix
import NIOWebSocket

/// Opens WebSockets to servers on unix sockets.
///
/// What comes of it is the same ``WebSocketConnection`` as a server's, so that what passes messages on between the two can
/// do it on one thread.
public struct WebSocketDialer: Sendable {
    /// How long a server may take to answer.
    private static let patience = TimeAmount.seconds(10)

    private let settings: WebSocketSettings

    /// Creates a dialer.
    ///
    /// - Parameter maximumMessageSize: The largest message taken, in bytes, all fragments together.
    public init(maximumMessageSize: Int = 16 << 20) {
        settings = WebSocketSettings(maximumMessageSize: maximumMessageSize, pingInterval: nil, isClient: true)
    }

    /// Opens a WebSocket.
    ///
    /// - Parameters:
    ///   - target: The request target, such as `/events?after=1`.
    ///   - socket: The path of the server's socket.
    ///   - requiredPeer: The user id that the server must have, by SO_PEERCRED; others get no byte.
    ///   - group: Whose thread reads and writes.
    /// - Returns: The open WebSocket; whoever has it closes it.
    /// - Throws: ``WebSocketDialError``.
    public func dial(
        _ target: String,
        unixSocket socket: String,
        requiredPeer: UInt32,
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(WebSocketDialError) -> WebSocketConnection {
        let outcome: Outcome
        do {
            let channel = try await ClientBootstrap(group: group).connect(unixDomainSocketPath: socket).get()
            guard try await PeerCredentials.ask(channel).get().userID == requiredPeer else {
                channel.close(promise: nil)
                throw WebSocketDialError.wrongPeer
            }
            outcome = try await upgrade(channel, target).get()
        } catch let error as WebSocketDialError {
            throw error
        } catch {
            throw .unreachable(reason: "\(error)")
        }
        switch outcome {
        case .open(let connection): return connection
        case .refused(let status, let body): throw .refused(status: status, body: body)
        }
    }

    private enum Outcome: Sendable {
        case open(WebSocketConnection)
        case refused(HTTPResponse.Status, body: [UInt8])
    }

    private func upgrade(_ channel: any Channel, _ target: String) -> EventLoopFuture<Outcome> {
        let cut = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: ["host": "localhost"])
        let request = WebSocketUpgrade(
            head: HTTPRequest(method: .get, scheme: nil, authority: "localhost", path: target))
        return channel.eventLoop.flatSubmit { [settings] in
            do {
                let upgrader = Upgrader(request: request, settings: settings)
                let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Answer>(
                    upgradeRequestHead: head,
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture {
                            let refusal = RefusalHandler(channel.eventLoop)
                            try channel.pipeline.syncOperations.addHandler(refusal)
                            return .refusal(refusal.whole)
                        }
                    })
                var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
                // A server may speak at once, in one segment with its answer.
                configuration.leftOverBytesStrategy = .forwardBytes
                return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                    configuration: configuration
                ).flatMap { answer in
                    switch answer {
                    case .socket(let connection): channel.eventLoop.makeSucceededFuture(.open(connection))
                    case .refusal(let whole): whole.map { .refused($0.status, body: $0.body) }
                    }
                }
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
        }
        .always { _ in cut.cancel() }
    }

    private enum Answer: Sendable {
        case socket(WebSocketConnection)
        case refusal(EventLoopFuture<(status: HTTPResponse.Status, body: [UInt8])>)
    }

    /// NIO's own for the handshake; the pipeline after it is ours.
    private struct Upgrader: NIOTypedHTTPClientProtocolUpgrader {
        let request: WebSocketUpgrade
        let settings: WebSocketSettings
        let handshake = NIOTypedWebSocketClientUpgrader<Answer> { channel, _ in
            channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }

        var supportedProtocol: String { handshake.supportedProtocol }
        var requiredUpgradeHeaders: [String] { handshake.requiredUpgradeHeaders }

        func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
            handshake.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
        }

        func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
            handshake.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
        }

        func upgrade(channel: any Channel, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Answer> {
            channel.eventLoop.makeCompletedFuture {
                let handler = WebSocketChannelHandler(channel: channel, settings: settings)
                let frames = WebSocketFrameDecoder(maxFrameSize: settings.maximumMessageSize)
                try channel.pipeline.syncOperations.addHandlers([
                    ClientFrameEncoder(), ByteToMessageHandler(frames), handler,
                ])
                return .socket(WebSocketConnection(upgrade: request, channel: channel, handler: handler))
            }
        }
    }
}

/// Why a ``WebSocketDialer`` could not open a WebSocket.
public enum WebSocketDialError: Error, Equatable, CustomStringConvertible {
    /// Nobody listens, or the connection broke before there was an answer.
    case unreachable(reason: String)
    /// Another user listens there.
    case wrongPeer
    /// The server answered otherwise; the body is cut at 64 KiB.
    case refused(status: HTTPResponse.Status, body: [UInt8])

    public var description: String {
        switch self {
        case .unreachable(let reason): "cannot connect: \(reason)"
        case .wrongPeer: "another user listens at the socket"
        case .refused(let status, _): "the server answered \(status)"
        }
    }
}

/// Collects an answer that is no upgrade, and closes the connection.
private final class RefusalHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private static let limit = 64 << 10

    private let promise: EventLoopPromise<(status: HTTPResponse.Status, body: [UInt8])>
    private var status = HTTPResponse.Status.internalServerError
    private var body: [UInt8] = []

    init(_ eventLoop: any EventLoop) {
        promise = eventLoop.makePromise()
    }

    var whole: EventLoopFuture<(status: HTTPResponse.Status, body: [UInt8])> { promise.futureResult }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            status = HTTPResponse.Status(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase)
        case .body(let buffer): body += buffer.readableBytesView.prefix(Self.limit - body.count)
        case .end:
            promise.succeed((status, body))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }
}
