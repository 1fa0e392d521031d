import Core
import WebServer

/// What a run gives, in order.
enum RunOutput: Sendable, Equatable {
    case standardOutput(ArraySlice<UInt8>)
    case standardError(ArraySlice<UInt8>)
    case waitingInput(isPassword: Bool)
    case display(type: String, length: Int)
    case displayPart(ArraySlice<UInt8>)
    case stepFinished(BatchStep, exitCode: Int)
    case finished(RunResult)
}

/// One run as the manager sees it: a stream that outlives the connections it is made of.
///
/// Output frames are numbered by their order, so that after a break the runner sends again what did not arrive;
/// input is kept until the runner has taken it. An agent that restarts is waited for.
actor RunStream {
    /// How long an agent may be away before the run's end counts as unknown.
    static let patience = Duration.seconds(60)
    /// Bytes of input that may be on their way.
    private static let inputWindow = 1 << 20

    private let start: RunStart
    private let code: [UInt8]
    // Whether output counts as arrived when it is here; else whoever takes it says so.
    private let confirmsAlone: Bool
    private let connect: @Sendable () async throws -> AgentSocket
    private let leave: (@Sendable (AgentSocket) -> Void)?
    // Open, and not used yet.
    private var ready: AgentSocket?
    private var socket: AgentSocket?
    private var hasStarted: Bool
    /// Pieces of output that have come, from the run's beginning.
    private(set) var received: Int
    private var unacknowledged = 0
    private var input = InputWindow()
    private var roomWaiters: [CheckedContinuation<Void, Never>] = []
    private var isOver = false
    private var isAttached = false
    private var isPassingInput = false
    private var barrenConnections = 0
    /// Whether the runner has forgotten the run: whatever came over the connection now would be another's.
    private var isSettled = false
    /// Whether nothing may follow on the connection: input and interrupts have answers of their own, which may come
    /// late, and a last run has no successor.
    private var mustClose: Bool

    /// A run that begins with the first ``next()``.
    ///
    /// - Parameters:
    ///   - start: What is to be run.
    ///   - code: The source text that follows, of the length that `start` announces.
    ///   - received: Takes up a run that was begun before, after so many pieces of its output; nil begins one.
    ///   - confirmsAlone: Whether output is forgotten by the runner when it is here; else ``confirm(through:)`` says when.
    ///   - socket: An open connection to the kernel's runner.
    ///   - connect: Opens one where there is none, and after a break.
    ///   - leave: Gets the connection at the end, if another run may follow over it; otherwise it is closed.
    init(
        start: RunStart, code: [UInt8], received: Int? = nil, confirmsAlone: Bool = true, socket: AgentSocket? = nil,
        connect: @escaping @Sendable () async throws -> AgentSocket,
        leave: (@Sendable (AgentSocket) -> Void)? = nil
    ) {
        self.start = start
        self.confirmsAlone = confirmsAlone
        hasStarted = received != nil
        self.received = received ?? 0
        self.code = code
        ready = socket
        mustClose = start.isLast ?? false
        self.connect = connect
        self.leave = leave
    }

    /// Begins the run, which ``next()`` does otherwise.
    ///
    /// - Throws: ``BackendError`` when the agent cannot be reached.
    func begin() async throws { _ = try await connected() }

    /// The next piece of output.
    ///
    /// - Throws: ``BackendError`` when the runner refuses, or the agent stays away.
    func next() async throws -> RunOutput {
        while true {
            let socket = try await connected()
            guard let message = try await socket.receive() else {
                await drop(socket)
                try await pause()
                continue
            }
            barrenConnections = 0
            do {
                if let output = try await take(message) { return output }
            } catch let error as FrameError {
                throw BackendError(
                    .kernelExecutionFailed, "the kernel's runner does not keep to the protocol: \(error)")
            }
        }
    }

    /// Sends input for the program; suspends while too much is on its way.
    func send(_ bytes: [UInt8]) async {
        while input.pending > RunStream.inputWindow, !isOver {
            await withCheckedContinuation { roomWaiters.append($0) }
        }
        if isOver { return }
        mustClose = true
        input.append(bytes[...])
        await passInputOn()
    }

    /// Ends the program's input.
    func endInput() async {
        input.isEnded = true
        await passInputOn()
    }

    /// Sends what the runner has not got yet, in order: one caller at a time, the others leave it to that one.
    private func passInputOn() async {
        guard isAttached, !isPassingInput, !isSettled else { return }
        isPassingInput = true
        defer { isPassingInput = false }
        while isAttached, !isSettled, let socket {
            if let part = input.takeUnsent(upTo: Frame.maximumPayload) {
                let message = Frame.message(.standardInput, part)
                guard (try? await socket.send(message)) != nil else { return }
            } else if input.mustSayEnd {
                input.hasSaidEnd = true
                guard let frame = try? Frame.control(RunnerRequest.endInput) else { return }
                guard (try? await socket.send(frame.message)) != nil else { return }
            } else {
                return
            }
        }
    }

    /// Interrupts this run.
    func interrupt() async {
        guard !isSettled, let frame = try? Frame.control(RunnerRequest.interrupt(run: start.run)) else { return }
        mustClose = true
        try? await socket?.send(frame.message)
    }

    /// Lets go of the connection; the run itself goes on.
    func close() async {
        isOver = true
        wakeSenders()
        let last = socket ?? ready
        (socket, ready) = (nil, nil)
        if let last, let leave, isSettled, !mustClose { return leave(last) }
        await last?.close()
    }

    // MARK: Connection

    private func connected() async throws -> AgentSocket {
        if let socket { return socket }
        let deadline = ContinuousClock.now + RunStream.patience
        while true {
            do {
                let socket = if let ready = ready.take() { ready } else { try await connect() }
                try await greet(socket)
                self.socket = socket
                return socket
            } catch let error as BackendError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch is WebSocketError {
                // It stood, and broke before it could be used, which says nothing of the next.
                try await pause()
            } catch {
                guard hasStarted, ContinuousClock.now < deadline else {
                    throw BackendError(.kernelExecutionFailed, "the agent cannot be reached: \(error)")
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Says what the connection is for.
    ///
    /// Until the runner has answered once, the whole code is sent (again).
    private func greet(_ socket: AgentSocket) async throws {
        guard !hasStarted else {
            try await socket.send(
                try Frame.control(RunnerRequest.attach(run: start.run, from: received)).message)
            return
        }
        try await socket.send(try Frame.control(RunnerRequest.start(start)).message)
        for frame in Frame.split(.code, code) { try await socket.send(frame.message) }
    }

    /// Waits before the next connection, if more than one in a row has brought nothing.
    private func pause() async throws {
        barrenConnections += 1
        guard barrenConnections > 1 else { return }
        guard .milliseconds(50) * barrenConnections < RunStream.patience else {
            throw BackendError(.kernelExecutionFailed, "the session's agent closes every connection to it")
        }
        try await Task.sleep(for: .milliseconds(50))
    }

    private func drop(_ broken: AgentSocket) async {
        guard socket === broken else { return }
        socket = nil
        isAttached = false
        await broken.close()
    }

    // MARK: Frames

    private func take(_ bytes: [UInt8]) async throws -> RunOutput? {
        // Output is passed on as it lies in the message.
        let kind = bytes.first.flatMap(Frame.Kind.init)
        if let kind, kind.isOutput, bytes.count <= Frame.maximumPayload + 1 {
            try await count(bytes.count)
            let payload = bytes.dropFirst()
            return kind == .standardOutput
                ? .standardOutput(payload) : kind == .standardError ? .standardError(payload) : .displayPart(payload)
        }
        let frame = try Frame(message: bytes)
        guard frame.kind == .control else { return nil }
        return try await take(try frame.decodeControl(as: RunnerEvent.self), bytes.count)
    }

    private func take(_ event: RunnerEvent, _ size: Int) async throws -> RunOutput? {
        switch event {
        case .attached(_, _, let inputReceived):
            hasStarted = true
            isAttached = true
            input.takeUp(at: inputReceived)
            await passInputOn()
            return nil
        case .inputConsumed(let total):
            input.forget(through: total)
            wakeSenders()
            return nil
        case .waitingInput(let isPassword):
            try await count(size)
            return .waitingInput(isPassword: isPassword)
        case .display(let type, let length):
            try await count(size)
            return .display(type: type, length: length)
        case .stepFinished(let step, let exitCode):
            try await count(size)
            return .stepFinished(step, exitCode: exitCode)
        case .finished(let result):
            isOver = true
            wakeSenders()
            try await count(size, mustAcknowledge: true)
            return .finished(result)
        case .refused(let refusal, let message):
            throw BackendError(.kernelExecutionFailed, message, data: ["refusal": .string(refusal.rawValue)])
        case .status, .done, .opened, .closed: return nil
        }
    }

    /// Counts a numbered frame, and now and then tells the runner how many have arrived.
    private func count(_ size: Int, mustAcknowledge: Bool = false) async throws {
        received += 1
        unacknowledged += size
        guard confirmsAlone, mustAcknowledge || unacknowledged >= 512 << 10 else { return }
        await confirm(through: received)
    }

    /// Has the runner forget output up to a number, which has arrived where it belongs.
    func confirm(through number: Int) async {
        guard number <= received, !isSettled, let frame = try? Frame.control(RunnerRequest.acknowledge(through: number))
        else {
            return
        }
        unacknowledged = 0
        // Before the frame is on its way, so that no other follows it.
        if isOver, number == received { isSettled = true }
        // A break shows itself at the next receive.
        guard (try? await socket?.send(frame.message)) == nil else { return }
        mustClose = true
    }

    private func wakeSenders() {
        let waiting = roomWaiters
        roomWaiters = []
        for waiter in waiting { waiter.resume() }
    }
}
