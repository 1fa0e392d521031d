import NIOCore
import NIOWebSocket

/// The end of a WebSocket's pipeline: frames to messages, back-pressure both ways, pings and the closing handshake.
final class WebSocketChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    private enum Phase {
        case open
        /// Our Close is sent; what the peer still sends is thrown away until its Close or end.
        case closing
        case closed
    }

    private struct WaitingSend {
        let number: Int
        let frame: WebSocketFrame
        let promise: EventLoopPromise<Void>
    }

    /// Says, as an outbound event, that the inbox has been emptied and reading may go on.
    struct InboxDrained: Sendable {}

    let inbox: WebSocketInbox
    private let eventLoop: any EventLoop
    private let settings: WebSocketSettings
    private var assembler: WebSocketAssembler
    private var phase = Phase.open
    private var context: ChannelHandlerContext?
    private var waiting = CircularBuffer<WaitingSend>()
    /// The answer to the latest ping that could not be written; RFC 6455 §5.5.3 lets the older ones go.
    private var waitingPong: ByteBuffer?
    private var willFlush = false
    private var holdsReads = false
    private var hasHeldRead = false
    private var awaitsPeer = false
    private var pings: RepeatedTask?

    init(channel: any Channel, settings: WebSocketSettings) {
        eventLoop = channel.eventLoop
        inbox = WebSocketInbox(settings: settings) {
            channel.triggerUserOutboundEvent(InboxDrained(), promise: nil)
        }
        self.settings = settings
        assembler = WebSocketAssembler(
            maximumMessageSize: settings.maximumMessageSize, expectsMask: !settings.isClient)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard let interval = settings.pingInterval else { return }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            bound.value.ping()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let event: WebSocketAssembler.Event
        do throws(WebSocketAssembler.Violation) {
            event = try assembler.receive(Self.unwrapInboundIn(data))
        } catch {
            return fail(error.close)
        }
        switch event {
        case .partial, .pong: break
        case .message(let message):
            guard case .open = phase else { return }
            holdsReads = !inbox.offer(message) || holdsReads
        case .ping(let payload): answer(payload)
        case .close(let close): receive(close)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Any bytes are a sign of life: a pong may be behind a large message that takes its time.
        awaitsPeer = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if holdsReads { hasHeldRead = true } else { context.read() }
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is InboxDrained else { return context.triggerUserOutboundEvent(event, promise: promise) }
        resumeReading()
        promise?.succeed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        sendWaiting()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(WebSocketClose(code: .goingAway, reason: "server is shutting down"))
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength:
            fail(WebSocketClose(code: .messageTooBig, reason: "message exceeds \(settings.maximumMessageSize) bytes"))
        case is NIOWebSocketError:
            fail(WebSocketClose(code: .protocolError, reason: "control frame is malformed"))
        case is ByteToMessageDecoderError:
            // Bytes behind the malformed frame; our Close is on its way.
            break
        default:
            context.close(promise: nil)
        }
    }
}

extension WebSocketChannelHandler {
    /// Writes a frame if the channel takes it now.
    ///
    /// - Returns: Whether it did.
    func trySend(_ frame: WebSocketFrame) throws(WebSocketError) -> Bool {
        guard let context, case .open = phase else { throw .closed }
        guard context.channel.isWritable, waiting.isEmpty else { return false }
        context.write(Self.wrapOutboundOut(frame), promise: nil)
        flushSoon(context)
        return true
    }

    /// Flushes when the handler's task has come to rest: what it sends in one go leaves in one go, and wakes the peer once.
    private func flushSoon(_ context: ChannelHandlerContext) {
        guard !willFlush else { return }
        willFlush = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute {
            bound.value.willFlush = false
            bound.value.context?.flush()
        }
    }

    /// Writes a frame as soon as the channel takes it.
    func send(_ frame: WebSocketFrame, number: Int) -> EventLoopFuture<Void> {
        do throws(WebSocketError) {
            if try trySend(frame) { return eventLoop.makeSucceededVoidFuture() }
        } catch {
            return eventLoop.makeFailedFuture(error)
        }
        let promise = eventLoop.makePromise(of: Void.self)
        waiting.append(WaitingSend(number: number, frame: frame, promise: promise))
        return promise.futureResult
    }

    /// Gives up a send that still waits; one already written is not undone.
    func cancelSend(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).promise.fail(CancellationError())
    }

    /// Sends a Close and waits for the peer's; the second call does nothing.
    func close(_ close: WebSocketClose) {
        guard let context, case .open = phase else { return }
        phase = .closing
        stop()
        _ = write(close, context: context)
        scheduleCut(context)
        // The peer's Close may be behind messages that nobody will take.
        resumeReading()
    }

    /// Closes because the peer broke the rules, without counting on its Close.
    ///
    /// Only the output: a full close with bytes unread would make the kernel throw our Close frame away.
    private func fail(_ close: WebSocketClose) {
        guard case .open = phase else { return }
        self.close(close)
        context?.close(mode: .output, promise: nil)
    }

    private func resumeReading() {
        holdsReads = false
        guard hasHeldRead else { return }
        hasHeldRead = false
        context?.read()
    }

    private func receive(_ close: WebSocketClose) {
        guard let context else { return }
        inbox.record(close)
        guard case .open = phase else { return context.close(promise: nil) }
        phase = .closing
        stop()
        let echo = close.code == .noCode ? nil : WebSocketClose(code: close.code)
        let channel = context.channel
        write(echo, context: context).whenComplete { _ in channel.close(promise: nil) }
        scheduleCut(context)
    }

    /// Closes the channel if the closing handshake has not done so in time.
    private func scheduleCut(_ context: ChannelHandlerContext) {
        let channel = context.channel
        let deadline = context.eventLoop.scheduleTask(in: settings.closeTimeout) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in deadline.cancel() }
    }

    private func write(_ close: WebSocketClose?, context: ChannelHandlerContext) -> EventLoopFuture<Void> {
        var payload = ByteBuffer()
        if let close {
            payload.writeInteger(close.code.rawValue)
            payload.writeString(close.sendableReason)
        }
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)
        return context.writeAndFlush(Self.wrapOutboundOut(frame))
    }

    private func answer(_ payload: ByteBuffer) {
        guard let context, case .open = phase else { return }
        guard context.channel.isWritable else {
            waitingPong = payload
            return
        }
        let frame = WebSocketFrame(fin: true, opcode: .pong, data: payload)
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
    }

    private func sendWaiting() {
        guard let context, case .open = phase, context.channel.isWritable else { return }
        if let payload = waitingPong {
            waitingPong = nil
            answer(payload)
        }
        // Each write may end the writability, each flush may bring it back by way of this method.
        while context.channel.isWritable, let next = waiting.popFirst() {
            context.writeAndFlush(Self.wrapOutboundOut(next.frame), promise: nil)
            next.promise.succeed()
        }
    }

    private func ping() {
        // A peer whose bytes wait on either side shows no sign of life, and need not.
        guard let context, case .open = phase, !holdsReads, context.channel.isWritable else { return }
        guard !awaitsPeer else { return context.close(promise: nil) }
        awaitsPeer = true
        let frame = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
    }

    /// Ends both directions for the handler, not yet for the channel.
    private func stop() {
        inbox.finish()
        pings?.cancel()
        let abandoned = waiting
        waiting = []
        for send in abandoned { send.promise.fail(WebSocketError.closed) }
    }

    private func end() {
        phase = .closed
        stop()
    }
}
