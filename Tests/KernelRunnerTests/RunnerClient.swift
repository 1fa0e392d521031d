import Core
import Glibc

/// What a run sent until its end.
struct Outcome {
    var output: [UInt8] = []
    var error: [UInt8] = []
    var shown: [UInt8] = []
    var events: [RunnerEvent] = []
    var result = RunResult(exitCode: -1, reason: .completed)

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: error, as: UTF8.self) }
}

/// An agent's side of a connection to a runner.
///
/// Nothing waits longer than 30 seconds.
final class RunnerClient {
    /// The number of the latest output frame.
    private(set) var number = 0

    private let socket: Descriptor
    private var decoder = FrameDecoder()

    struct ConnectionClosed: Error {}

    init(path: String) throws {
        socket = Descriptor(owning: Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0))
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let number = socket.number
        _ = try withUnixAddress(path) { address, length in
            try checkedLibc("connect") { Glibc.connect(number, address, length) }
        }
    }

    // MARK: Sending

    /// Writes all of `bytes`; a runner that has closed the connection is `EPIPE`, not a signal for all the tests.
    func send(bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(
                try rest.withUnsafeBytes { buffer in
                    try checkedLibc("send") {
                        Glibc.send(socket.number, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL))
                    }
                })
        }
    }

    func send(_ request: RunnerRequest) throws { try send(bytes: Frame.control(request).encoded) }

    func send(_ kind: Frame.Kind, _ bytes: [UInt8]) throws {
        for frame in Frame.split(kind, bytes) { try send(bytes: frame.encoded) }
    }

    func start(
        _ id: String, _ code: String, streamsInput: Bool = false, isInteractive: Bool = true, isLast: Bool = false
    ) throws {
        try start(
            id, Array(code.utf8), streamsInput: streamsInput, isInteractive: isInteractive, isLast: isLast)
    }

    func start(
        _ id: String, _ code: [UInt8], streamsInput: Bool = false, isInteractive: Bool = true, isLast: Bool = false,
        mode: ExecutionMode = .query
    ) throws {
        try send(
            .start(
                RunStart(
                    run: id, mode: mode, codeLength: code.count, streamsInput: streamsInput,
                    isInteractive: isInteractive, isLast: isLast
                )))
        try send(.code, code)
    }

    func start(_ id: String, _ commands: BatchCommands, streamsInput: Bool = false) throws {
        try send(
            .start(RunStart(run: id, mode: .batch, codeLength: 0, streamsInput: streamsInput, batch: commands)))
    }

    func attach(_ id: String, from number: Int) throws {
        self.number = number
        try send(.attach(run: id, from: number))
    }

    // MARK: Receiving

    /// The next frame, counted if it is output.
    func next() throws -> Frame {
        while true {
            if let frame = try decoder.next() {
                if frame.kind != .control { number += 1 }
                return frame
            }
            let bytes = try socket.read(upTo: 64 << 10)
            guard !bytes.isEmpty else { throw ConnectionClosed() }
            decoder.append(bytes)
        }
    }

    /// The next event; output before it goes to `outcome`, and is acknowledged now and then.
    func event(into outcome: inout Outcome) throws -> RunnerEvent {
        while true {
            let frame = try next()
            if frame.kind != .control, number.isMultiple(of: 4) { try send(.acknowledge(through: number)) }
            switch frame.kind {
            case .standardOutput: outcome.output += frame.payload
            case .standardError: outcome.error += frame.payload
            case .display: outcome.shown += frame.payload
            default:
                let event = try frame.decodeControl(as: RunnerEvent.self)
                if event.isNumbered { number += 1 }
                outcome.events.append(event)
                return event
            }
        }
    }

    /// The next event; output before it is dropped.
    func event() throws -> RunnerEvent {
        var outcome = Outcome()
        return try event(into: &outcome)
    }

    /// Waits until the run writes.
    func waitForOutput() throws {
        while try next().kind == .control {}
    }

    /// Receives until the run's end and acknowledges all of it; a refusal ends it too.
    ///
    /// Each of `answers` is sent when the program asks for a line.
    func finish(answers: [String] = []) throws -> Outcome {
        var outcome = Outcome()
        var answers = answers[...]
        while true {
            switch try event(into: &outcome) {
            case .waitingInput:
                try send(.acknowledge(through: number))
                guard let answer = answers.popFirst() else { continue }
                try send(.standardInput, Array("\(answer)\n".utf8))
            case .finished(let result):
                outcome.result = result
                try send(.acknowledge(through: number))
                return outcome
            case .refused:
                return outcome
            default:
                try send(.acknowledge(through: number))
            }
        }
    }

    /// Receives raw bytes until the runner closes the connection.
    func waitForClose() throws {
        do {
            while true { _ = try next() }
        } catch is ConnectionClosed {
        } catch let error as SystemCallError where error.code == ECONNRESET {}
    }
}
