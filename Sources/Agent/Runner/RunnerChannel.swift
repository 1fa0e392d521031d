import Core
import NIOCore
import NIOPosix

/// A connection to one kernel's runner.
///
/// Frames cross as buffers of kind and payload, so that they need not be copied; every length and kind is checked,
/// since the runner shares its sandbox with strangers.
struct RunnerChannel: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects to the socket at `path`.
    ///
    /// - Parameters:
    ///   - path: Where the runner listens.
    ///   - group: Whose thread reads and writes.
    /// - Returns: The connection, for ``perform(_:)``.
    /// - Throws: An I/O error when nobody listens.
    static func connect(
        _ path: String, on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws -> RunnerChannel {
        let channel = try await ClientBootstrap(group: group)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.addHandler(ByteToMessageHandler(FrameBufferDecoder()))
                    try operations.addHandler(FrameBufferEncoder())
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8))
                    )
                }
            }
        return RunnerChannel(channel: channel)
    }

    /// Runs `body` with what arrives and what can be written, and closes the connection after it.
    func perform<Result: Sendable>(
        _ body:
            @Sendable (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws
            -> Result
    ) async throws -> Result {
        try await channel.executeThenClose { inbound, outbound in try await body(inbound, outbound) }
    }
}

/// Cuts a byte stream into frames without their lengths.
struct FrameBufferDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return .needMoreData }
        guard length > 0 else { throw FrameError.empty }
        guard length <= UInt32(Frame.maximumPayload + 1) else { throw FrameError.tooLong(Int(length) - 1) }
        guard buffer.readableBytes >= 4 + Int(length) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let message = buffer.readSlice(length: Int(length)) else { return .needMoreData }
        let kind = message.getInteger(at: message.readerIndex, as: UInt8.self) ?? 255
        guard Frame.Kind(rawValue: kind) != nil else { throw FrameError.unknownKind(kind) }
        context.fireChannelRead(Self.wrapInboundOut(message))
        return .continue
    }

    mutating func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) throws
        -> DecodingState
    {
        // What is left at the end is the beginning of a frame that will never be whole.
        .needMoreData
    }
}

/// Puts the length before each frame.
///
/// In a buffer of its own: frames are large, and a write takes several.
private final class FrameBufferEncoder: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = Self.unwrapOutboundIn(data)
        var length = context.channel.allocator.buffer(capacity: 4)
        length.writeInteger(UInt32(frame.readableBytes))
        context.write(Self.wrapOutboundOut(length), promise: nil)
        context.write(Self.wrapOutboundOut(frame), promise: promise)
    }
}
