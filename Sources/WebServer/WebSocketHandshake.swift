import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server's half of the opening handshake (RFC 6455 §4.2).
enum WebSocketHandshake {
    /// A response other than 101.
    struct Refusal: Error, Equatable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let reason: String
    }

    /// Whether a request asks for a WebSocket; whether it asks correctly is ``check(_:)``'s business.
    ///
    /// One with a body doesn't, since nothing could answer it before the body is read.
    static func isOffered(by head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && !head.headers.contains(name: "transfer-encoding")
            && head.headers["content-length"].allSatisfy { $0 == "0" }
    }

    static func check(_ head: HTTPRequestHead) throws(Refusal) {
        guard head.headers["sec-websocket-version"] == ["13"] else {
            throw Refusal(
                status: .upgradeRequired,
                headers: [.secWebSocketVersion: "13", .upgrade: "websocket"],
                reason: "websocket version must be 13"
            )
        }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, let key = keys.first, isKey(key) else {
            throw Refusal(status: .badRequest, headers: [:], reason: "sec-websocket-key must be 16 bytes in base64")
        }
    }

    /// The head of the 101, made of the caller's headers and the handshake's own.
    ///
    /// - Precondition: ``check(_:)`` passed.
    static func response(
        to head: HTTPRequestHead,
        headers: HTTPHeaders,
        on channel: any Channel
    ) -> EventLoopFuture<HTTPResponseHead> {
        var added = headers
        for name in ["sec-websocket-accept", "connection", "upgrade", "content-length", "transfer-encoding"] {
            added.remove(name: name)
        }
        // NIO's upgrader only answers here; installing its handlers is ours, see HTTPExchangeHandler.
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { [added] channel, _ in channel.eventLoop.makeSucceededFuture(added) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
        return upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
            .map { HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: $0) }
    }

    /// 16 bytes in base64 are 22 digits and two signs of padding.
    private static func isKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 24 && bytes.suffix(2) == [0x3D, 0x3D]
            && bytes.prefix(22).allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
                default: false
                }
            }
    }
}
