import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import WebServer

@Suite("WebSocketChannelHandler")
struct WebSocketChannelHandlerTests {
    private let channel = EmbeddedChannel()
    private let handler: WebSocketChannelHandler

    init() throws {
        let settings = WebSocketSettings(maximumMessageSize: 1000, pingInterval: .seconds(30), highWaterMark: 1)
        handler = WebSocketChannelHandler(channel: channel, settings: settings)
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/peer")).wait()
    }

    @Test("pings a silent peer, and cuts it off when it doesn't answer until the next ping")
    func silentPeer() throws {
        #expect(try sent() == nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(try sent() == .ping)
        try receive(.pong)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(try sent() == .ping)
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(!channel.isActive)
    }

    @Test("takes bytes of an unfinished message for a sign of life")
    func unfinishedMessage() throws {
        for _ in 0..<4 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(30))
            #expect(try sent() == .ping)
            channel.pipeline.fireChannelReadComplete()
        }
        #expect(channel.isActive)
        try channel.close().wait()
    }

    @Test("spares a peer whose messages wait for the handler, and reads on when they are taken")
    func heldBack() throws {
        try receive(.text, "a")
        for _ in 0..<4 { channel.embeddedEventLoop.advanceTime(by: .seconds(30)) }
        #expect(try sent() == nil)
        #expect(channel.isActive)
        channel.triggerUserOutboundEvent(WebSocketChannelHandler.InboxDrained(), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(try sent() == .ping)
        try channel.close().wait()
    }

    @Test("answers the latest of the pings that came while nothing could be written")
    func latestPing() throws {
        channel.isWritable = false
        try receive(.ping, "1")
        try receive(.ping, "2")
        #expect(try sent() == nil)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        let pong = try #require(try channel.readOutbound(as: WebSocketFrame.self))
        #expect(pong.opcode == .pong)
        #expect(String(buffer: pong.data) == "2")
        #expect(try sent() == nil)
        try channel.close().wait()
    }

    @Test("cuts the connection two seconds after a Close that isn't answered")
    func unansweredClose() throws {
        handler.close(WebSocketClose(code: .normal))
        #expect(try sent() == .connectionClose)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test("fails the sends that wait when the connection ends")
    func abandonedSends() throws {
        channel.isWritable = false
        let waiting = handler.send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer()), number: 1)
        try channel.close().wait()
        #expect(throws: WebSocketError.closed) { try waiting.wait() }
        let late = handler.send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer()), number: 2)
        #expect(throws: WebSocketError.closed) { try late.wait() }
    }

    private func receive(_ opcode: WebSocketOpcode, _ payload: String = "") throws {
        let key: WebSocketMaskingKey = [0, 0, 0, 0]
        try channel.writeInbound(
            WebSocketFrame(fin: true, opcode: opcode, maskKey: key, data: ByteBuffer(string: payload))
        )
    }

    private func sent() throws -> WebSocketOpcode? {
        try channel.readOutbound(as: WebSocketFrame.self)?.opcode
    }
}
