import NIOCore
import NIOWebSocket

/// Writes frames as a client must: masked.
///
/// The mask is zero, so that the bytes stay as they are and are not copied. A mask keeps programs from choosing the bytes
/// that a proxy sees (RFC 6455 §10.3), and there is none on a unix socket.
final class ClientFrameEncoder: ChannelOutboundHandler {
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = Self.unwrapOutboundIn(data)
        var head = context.channel.allocator.buffer(capacity: 14)
        head.writeInteger((frame.fin ? 0x80 : 0) | UInt8(webSocketOpcode: frame.opcode))
        switch frame.data.readableBytes {
        case let count where count < 126: head.writeInteger(0x80 | UInt8(count))
        case let count where count <= UInt16.max: head.writeMultipleIntegers(UInt8(0x80 | 126), UInt16(count))
        case let count: head.writeMultipleIntegers(UInt8(0x80 | 127), UInt64(count))
        }
        head.writeInteger(UInt32(0))
        guard frame.data.readableBytes > 0 else { return context.write(Self.wrapOutboundOut(head), promise: promise) }
        context.write(Self.wrapOutboundOut(head), promise: nil)
        context.write(Self.wrapOutboundOut(frame.data), promise: promise)
    }
}
