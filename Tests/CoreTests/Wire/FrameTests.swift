import Core
import Testing

@Suite("Frame")
struct FrameTests {
    @Test("is a big-endian length, a kind and the payload on a byte stream; a WebSocket message has no length")
    func bytes() throws {
        let frame = Frame(.standardOutput, [0x61, 0, 0xff])

        #expect(frame.encoded == [0, 0, 0, 4, 2, 0x61, 0, 0xff])
        #expect(frame.message == [2, 0x61, 0, 0xff])
        #expect(try Frame(message: frame.message) == frame)
    }

    @Test(
        "keeps the numbers of its kinds, which older runners know",
        arguments: [
            (.control, 0), (.standardInput, 1), (.standardOutput, 2), (.standardError, 3), (.code, 4), (.display, 5),
        ]
            as [(Frame.Kind, UInt8)]
    )
    func kinds(kind: Frame.Kind, number: UInt8) {
        #expect(kind.rawValue == number)
    }

    @Test("refuses empty, unknown and oversized messages, and takes the largest that is allowed")
    func bounds() throws {
        #expect(throws: FrameError.empty) { try Frame(message: [UInt8]()) }
        #expect(throws: FrameError.unknownKind(6)) { try Frame(message: [6]) }
        #expect(throws: FrameError.unknownKind(255)) { try Frame(message: [255, 1]) }
        #expect(throws: FrameError.tooLong(262_145)) { try Frame(message: [2] + [UInt8](repeating: 0, count: 262_145)) }
        #expect(try Frame(message: [2] + [UInt8](repeating: 0, count: 262_144)).payload.count == 262_144)
        #expect(try Frame(message: [1]).payload.isEmpty)
    }

    @Test(
        "cuts long data into frames of at most 256 KiB, in order; no data needs none",
        arguments: [0, 1, 262_144, 262_145, 600_000])
    func split(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let frames = Frame.split(.standardInput, bytes)

        #expect(frames.flatMap(\.payload) == bytes)
        #expect(frames.allSatisfy { (1...262_144).contains($0.payload.count) && $0.kind == .standardInput })
        #expect(frames.count == (count + 262_143) / 262_144)
    }

    @Test("carries messages as JSON in control frames, and nothing else")
    func control() throws {
        let request = RunnerRequest.attach(run: "r", from: 7)
        let frame = try Frame.control(request)

        #expect(frame.kind == .control)
        #expect(try frame.decodeControl(as: RunnerRequest.self) == request)
        #expect(throws: FrameError.self) { try frame.decodeControl(as: RunnerEvent.self) }
        #expect(throws: FrameError.self) {
            try Frame(.standardOutput, frame.payload).decodeControl(as: RunnerRequest.self)
        }
        #expect(throws: FrameError.self) { try Frame(.control, [0xff]).decodeControl(as: RunnerRequest.self) }
    }

    @Test("refuses a message that is longer as JSON than a frame may be")
    func longControl() {
        let request = RunnerRequest.interrupt(run: String(repeating: "x", count: 262_144))

        #expect(throws: FrameError.self) { try Frame.control(request) }
    }

    @Test("every message of a runner survives the way to JSON and back")
    func messages() throws {
        let result = RunResult(exitCode: 137, reason: .outOfMemory, stateLost: true, notice: "out of memory")
        let events: [RunnerEvent] = [
            .attached(run: "r", next: 1, inputReceived: 2), .inputConsumed(3), .waitingInput(isPassword: true),
            .finished(result), .refused(code: .queueFull, message: "m"), .done,
            .status(RunnerStatus(current: nil, queued: ["a"], runCount: 4)),
        ]
        for event in events { #expect(try Frame.control(event).decodeControl(as: RunnerEvent.self) == event) }
        #expect(events.map(\.isNumbered) == [false, false, true, true, false, false, false])
    }
}
