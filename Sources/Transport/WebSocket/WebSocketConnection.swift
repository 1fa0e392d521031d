import CCurl

/// One WebSocket on the loop's thread: a connect-only handle, the upgrade, then frames.
///
/// Or no upgrade, and then bytes as they are: a ``ByteConnection``.
/// Not Sendable. It decides nothing about bytes: the parser, the decoder and the encoder do.
final class WebSocketConnection {
    private enum Phase {
        case connecting
        case upgrading
        case open
        /// Our close frame is queued; the peer's is awaited.
        case closing
        /// Both close frames are known, or the peer broke the protocol: what is queued is
        /// written, what comes is thrown away, until the peer ends the connection. Closing first
        /// with bytes unread would reset it and could take our close frame with it.
        case draining
        case finished
    }

    /// How long a peer may take to answer a close frame or to end the connection after it.
    private static let closingTime = Duration.seconds(5)
    /// Reads in a row before other connections have their turn; 128 KiB each.
    private static let readsPerTurn = 16

    let id: TransportLoop.ID
    let plan: RequestPlan
    let easy: EasyHandle
    let channel: WebSocketChannel
    let started = ContinuousClock.now
    /// The connection's descriptor once it stands.
    private(set) var descriptor: Int32?
    /// When the present phase has taken too long.
    private(set) var deadline: ContinuousClock.Instant?
    /// Whether a turn ended with bytes left to read, some perhaps inside OpenSSL where poll can't see them.
    private(set) var hasMoreToRead = false

    private let upgrade: WebSocketUpgrade?
    private var phase = Phase.connecting
    private var parser = UpgradeResponseParser()
    private var decoder = WebSocketFrameDecoder(limit: WebSocketChannel.messageLimit)
    private var writer = WriteQueue()
    /// The payload of the last ping not answered yet; earlier ones need no answer (RFC 6455 §5.5.3).
    private var ping: [UInt8]?
    private var isWritable = true

    init(
        id: TransportLoop.ID,
        plan: RequestPlan,
        socketName: String?,
        upgrade: WebSocketUpgrade?,
        channel: WebSocketChannel
    ) throws(TransportError) {
        self.id = id
        self.plan = plan
        self.upgrade = upgrade
        self.channel = channel
        easy = try EasyHandle(plan, socketName: socketName)
        easy.setConnectOnly()
        if let failure = easy.settingFailure { throw failure }
    }

    /// Whether nothing is left to do but to free it.
    var isFinished: Bool {
        if case .finished = phase { true } else { false }
    }

    var wantsToWrite: Bool { isWritable && !writer.isEmpty }

    var wantsToRead: Bool {
        switch phase {
        case .connecting, .finished: false
        case .upgrading, .closing, .draining: true
        case .open: !channel.inbox.isFull()
        }
    }

    /// Starts the upgrade on the connection that now stands, if there is to be one.
    func begin() {
        guard let descriptor = easy.descriptor else {
            return fail(.closed(code: nil, reason: "the connection to `\(plan.place)` was lost"))
        }
        self.descriptor = descriptor
        guard let upgrade else {
            phase = .open
            channel.opened.resolve(.success(.init(headers: [:], subprotocol: nil)))
            return
        }
        phase = .upgrading
        deadline = plan.timeout.map { .now + $0 }
        writer.append(upgrade.request, isCounted: false)
    }

    /// Writes what waits and, if `isReadable`, reads what came, through `buffer`.
    func serve(isReadable: Bool, buffer: UnsafeMutableRawBufferPointer) {
        flush()
        guard isReadable else { return }
        read(buffer)
        flush()
    }

    /// Ends a phase whose ``deadline`` has passed.
    func expire() {
        if case .closing = phase { channel.inbox.finish(.success(())) }
        phase = .finished
    }

    private func fail(_ error: TransportError) {
        channel.end(error)
        phase = .finished
    }
}

// MARK: - Writing

extension WebSocketConnection {
    private func flush() {
        while isWritable, !isFinished {
            if writer.isEmpty { refill() }
            guard !writer.isEmpty else { return }
            switch writer.withFront(easy.send) {
            case .moved(let count):
                let counted = writer.advance(by: count)
                if counted > 0 { channel.outbox.wrote(counted) }
            case .wouldBlock: return
            case .ended, .failed: stopWriting()
            }
        }
    }

    private func refill() {
        switch phase {
        case .open, .closing:
            if let ping = ping.take() { writer.append(WebSocketFrameEncoder.frame(.pong, ping), isCounted: false) }
            let (frames, isClosed) = channel.outbox.take()
            for frame in frames { writer.append(frame, isCounted: true) }
            guard isClosed, case .open = phase else { return }
            phase = .closing
            deadline = .now + Self.closingTime
        case .connecting, .upgrading, .draining, .finished: return
        }
    }

    /// Gives up writing but not reading: the peer may have said why before it closed.
    private func stopWriting() {
        isWritable = false
        writer.removeAll()
        channel.outbox.fail(.closed(code: nil, reason: "the peer no longer reads"))
    }
}

// MARK: - Reading

extension WebSocketConnection {
    private func read(_ buffer: UnsafeMutableRawBufferPointer) {
        hasMoreToRead = false
        for _ in 0..<Self.readsPerTurn {
            guard wantsToRead else { return }
            switch easy.receive(into: buffer) {
            case .moved(let count):
                take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                // A plain socket that filled less than the buffer is empty; OpenSSL may hold more.
                if count < buffer.count, !plan.endpoint.isSecure { return }
            case .wouldBlock: return
            case .ended: return end("the connection ended without a close frame")
            case .failed(let code): return end(EasyHandle.text(of: code).lowercased())
            }
        }
        hasMoreToRead = wantsToRead
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        switch phase {
        case .upgrading: takeUpgrade(bytes)
        case .open, .closing: takeFrames(bytes)
        case .connecting, .draining, .finished: break
        }
    }

    private func takeUpgrade(_ bytes: UnsafeRawBufferPointer) {
        do throws(TransportError) {
            switch try parser.take(bytes) {
            case .needsMore: break
            case .refused(let response): fail(.refused(response))
            case .upgraded(let head, let consumed):
                let subprotocol = try upgrade?.check(head)
                phase = .open
                deadline = nil
                channel.opened.resolve(.success(.init(headers: head.headers, subprotocol: subprotocol)))
                takeFrames(UnsafeRawBufferPointer(rebasing: bytes[consumed...]))
            }
        } catch {
            fail(error)
        }
    }

    private func takeFrames(_ bytes: UnsafeRawBufferPointer) {
        guard upgrade != nil else { return channel.inbox.push(.binary(Array(bytes)), weight: bytes.count) }
        var events: [WebSocketFrameDecoder.Event] = []
        var violation: WebSocketViolation?
        do throws(WebSocketViolation) {
            try decoder.decode(bytes, into: &events)
        } catch {
            violation = error
        }
        for event in events { obey(event) }
        guard let violation, !isDraining else { return }
        channel.end(violation.error)
        drain(WebSocketFrameEncoder.close(code: violation.closeCode, reason: ""))
    }

    private var isDraining: Bool {
        if case .draining = phase { true } else { false }
    }

    private func obey(_ event: WebSocketFrameDecoder.Event) {
        guard !isDraining else { return }
        switch event {
        case .pong: break
        case .ping(let payload): ping = payload
        case .message(let message):
            // A reader that has closed may well have stopped reading.
            if case .closing = phase, channel.inbox.isFull() { return }
            channel.inbox.push(message, weight: message.byteCount)
        case .close(let code, let reason):
            channel.end(.init(code: code, reason: reason))
            if case .closing = phase {
                drain(nil)
            } else {
                drain(WebSocketFrameEncoder.close(code: code ?? 1000, reason: ""))
            }
        }
    }

    private func drain(_ frame: [UInt8]?) {
        phase = .draining
        deadline = .now + Self.closingTime
        channel.closed.open()
        if let frame, isWritable { writer.append(frame, isCounted: false) }
    }

    /// Takes the end of the peer's bytes.
    private func end(_ reason: String) {
        switch phase {
        case .upgrading:
            fail(
                parser.ended().map { .refused($0) } ?? .closed(code: nil, reason: "no answer to the WebSocket upgrade"))
        case .closing:
            channel.inbox.finish(.success(()))
            phase = .finished
        case .open where upgrade == nil:
            channel.end(.init(code: nil, reason: ""))
            phase = .finished
        case .connecting, .open: fail(.closed(code: nil, reason: reason))
        case .draining, .finished: phase = .finished
        }
    }
}
