import CLinux
import Core
import Glibc

/// One accepted connection: frames in, and out of it events and the output of at most one run.
final class Connection {
    /// The most bytes of events that wait for a peer who does not read; beyond that it is not read either.
    private static let maximumEvents = 256 << 10

    /// Frames of at most so many bytes are sent together.
    private static let gathered = 16 << 10

    /// What the connection is for.
    enum Role {
        /// The next control frame decides.
        case open
        /// The code of a new run is on its way.
        case receiving(RunStart, CodeFile)
        /// The connection streams a run.
        case streaming(Run)
        /// The connection to a service's port is under way.
        case connecting
        /// The connection is a channel.
        case channel(Channel)
    }

    /// What it is for.
    private(set) var role = Role.open
    /// Bytes of code that follow a ``RunnerRequest/start(_:)`` and are not needed.
    var codeToSkip = 0
    /// Whether it was a channel that is over: what was sent to that may still be on its way.
    private(set) var wasChannel = false
    /// Whether it is to be closed.
    private(set) var isClosing = false

    private let socket: Descriptor
    private var decoder = FrameDecoder()
    private var events: [UInt8] = []
    private var eventOffset = 0
    // The output frame to be sent next.
    private var frame = 0
    // The bytes of frames being sent, how many frames they are, and how many bytes have been sent.
    private var underWay: [UInt8] = []
    private var framesUnderWay = 0
    private var frameOffset = 0
    private var reportedInput = 0

    /// Takes over an accepted socket, which is non-blocking.
    init(_ socket: consuming Descriptor) {
        self.socket = socket
    }

    /// The descriptor to poll.
    var number: CInt { socket.number }

    /// The run it streams.
    var run: Run? {
        if case .streaming(let run) = role { run } else { nil }
    }

    /// The channel that it is.
    var channel: Channel? {
        if case .channel(let channel) = role { channel } else { nil }
    }

    /// The latest output frame that has been written whole.
    var sentThrough: Int { frame - 1 }

    var wantsReading: Bool { hasRoom && channel?.hasRoom != false }

    /// Whether the peer has read enough to be told more.
    var hasRoom: Bool { events.count - eventOffset < Connection.maximumEvents }

    var wantsWriting: Bool {
        guard let run else { return !events.isEmpty }
        return !events.isEmpty || run.input.consumed != reportedInput || frame <= run.output.last
    }

    /// Closes it at the end of the turn.
    func close() {
        isClosing = true
        if let run, run.connection === self { run.connection = nil }
        channel?.hangUp()
    }

    // MARK: Roles

    /// Waits for the code of a new run.
    func receive(_ start: RunStart, into code: CodeFile) {
        role = .receiving(start, code)
    }

    /// Streams `run` from after output frame `number`, in place of any other connection.
    func stream(_ run: Run, after number: Int) {
        run.connection?.close()
        run.connection = self
        role = .streaming(run)
        frame = number + 1
        forgetFrames()
        reportedInput = 0
        send(.attached(run: run.id, next: frame, inputReceived: run.input.received))
    }

    /// Waits for a service's port.
    func wait() {
        role = .connecting
    }

    /// Becomes a channel.
    func open(_ channel: Channel) {
        role = .channel(channel)
        send(.opened)
    }

    /// Takes what became of the attempt to reach a service's port.
    func take(_ outcome: Services.Outcome) {
        switch outcome {
        case .connected(let channel): open(channel)
        case .refused(let code, let message):
            role = .open
            send(.refused(code: code, message: message))
        }
    }

    /// Reads once from one end of its channel.
    func read(_ end: ChannelEnd) {
        guard let channel else { return }
        if let frame = channel.read(end) { events.append(contentsOf: frame.encoded) }
        finishChannel()
    }

    /// Takes the end of its channel's program.
    func programEnded(_ end: ProcessEnd) {
        guard let channel else { return }
        for frame in channel.programEnded(end) { events.append(contentsOf: frame.encoded) }
        finishChannel()
    }

    private func finishChannel() {
        guard let event = channel?.lastEvent else { return }
        role = .open
        wasChannel = true
        send(event)
    }

    /// Streams nothing any more.
    func reset() {
        run?.connection = nil
        role = .open
    }

    // MARK: Bytes

    /// Reads what came and hands over its frames; closes at the end of the stream, or when it is none of ours.
    func read(_ handle: (Frame) throws(FrameError) -> Void) {
        do {
            let bytes = try socket.read(upTo: Frame.maximumPayload)
            guard !bytes.isEmpty else { return close() }
            decoder.append(bytes)
            while !isClosing, let frame = try decoder.next() { try handle(frame) }
        } catch let error as SystemCallError {
            if error.code != EAGAIN { close() }
        } catch {
            close()
        }
    }

    /// Puts an event in line, after the frame being sent and before the next.
    func send(_ event: RunnerEvent) {
        guard let frame = try? Frame.control(event) else { return close() }
        events.append(contentsOf: frame.encoded)
    }

    /// Writes as much as the peer takes.
    func flush() {
        guard !isClosing else { return }
        do throws(SystemCallError) {
            while try flushFrame(onlyBegun: true), try flushEvents(), wantsWriting {
                if let run, run.input.consumed != reportedInput {
                    reportedInput = run.input.consumed
                    send(.inputConsumed(reportedInput))
                } else if try !flushFrame(onlyBegun: false) {
                    return
                }
            }
        } catch {
            if error.code != EAGAIN { close() }
        }
    }

    /// - Returns: Whether no frame is under way any more.
    private func flushFrame(onlyBegun: Bool) throws(SystemCallError) -> Bool {
        guard let run else { return true }
        if underWay.isEmpty {
            if onlyBegun { return true }
            gather(run)
            if underWay.isEmpty { return true }
        }
        frameOffset += try write(underWay, from: frameOffset)
        guard frameOffset == underWay.count else { return false }
        frame += framesUnderWay
        forgetFrames()
        return true
    }

    /// Takes up the next frame, and those after it as long as they are short: each write wakes the peer.
    private func gather(_ run: Run) {
        while underWay.count < Connection.gathered, let bytes = run.output[frame + framesUnderWay],
            underWay.isEmpty || bytes.count <= Connection.gathered
        {
            run.output.seal(frame + framesUnderWay)
            if underWay.isEmpty { underWay = bytes } else { underWay += bytes }
            framesUnderWay += 1
        }
    }

    private func forgetFrames() {
        underWay = []
        framesUnderWay = 0
        frameOffset = 0
    }

    private func flushEvents() throws(SystemCallError) -> Bool {
        guard !events.isEmpty else { return true }
        eventOffset += try write(events, from: eventOffset)
        guard eventOffset == events.count else { return false }
        events = []
        eventOffset = 0
        return true
    }

    private func write(_ bytes: [UInt8], from offset: Int) throws(SystemCallError) -> Int {
        let socket = socket.number
        return try bytes.withUnsafeBufferPointer { (buffer) throws(SystemCallError) -> Int in
            let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[offset...])
            return try checkedLibc("write") { Glibc.write(socket, rest.baseAddress, rest.count) }
        }
    }
}
