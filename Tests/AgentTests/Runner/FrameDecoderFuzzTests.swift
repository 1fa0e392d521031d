import Core
import Glibc
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import Agent

/// The two decoders of one format: the agent's, for what a runner sends, and Core's, for what the runner receives.
///
/// Time is the limit and not the number of rounds, since what an unoptimised build does in 30 s is plenty.
@Suite("Frame decoders")
struct FrameDecoderFuzzTests {
    /// Whether this is `make soak`, which has more time and new inputs every time.
    private static let isSoak = getenv("SOAK") != nil

    @Test("give the same frames or the same error, whatever the bytes and whatever pieces they come in")
    func agreement() async throws {
        let end = ContinuousClock.now + .seconds(Self.isSoak ? 600 : 30)
        var seed = Self.isSoak ? UInt64.random(in: 0...UInt64.max) : 0
        let first = seed
        var ends = (good: 0, refused: 0)
        repeat {
            var random = SeededGenerator(seed: seed)
            let frames = Self.frames(using: &random)
            let stream = frames.flatMap(\.encoded)
            try #require(Decoded(stream, using: &random) == Decoded(frames: frames), "seed \(seed), undamaged")

            let damaged = Decoded(Self.damaged(stream, using: &random), using: &random)
            try #require(damaged?.isBounded == true, "seed \(seed), damaged")
            if damaged?.error == nil { ends.good += 1 } else { ends.refused += 1 }

            try #require(Decoded(Self.noise(using: &random), using: &random)?.isBounded == true, "seed \(seed), noise")
            seed &+= 1
            await Task.yield()
            // A busy machine takes longer for the least that says anything.
        } while ContinuousClock.now < end || min(ends.good, ends.refused) <= 100 && seed &- first < 10_000
        // Else the damage is too mild or too hard to try anything.
        #expect(ends.good > 100 && ends.refused > 100, "\(ends)")
    }

    /// Where payloads are cut from, because random bytes take their time.
    private static let pool: [UInt8] = {
        var random = SeededGenerator(seed: 0)
        return (0..<Frame.maximumPayload + 1000).map { _ in .random(in: 0...255, using: &random) }
    }()

    private static func frames(using random: inout SeededGenerator) -> [Frame] {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
            let largest = [3, 40, 700].randomElement(using: &random) ?? 0
            let isLarge = Int.random(in: 0..<20, using: &random) == 0
            let count = isLarge ? Frame.maximumPayload - largest / 40 : .random(in: 0...largest, using: &random)
            let kind = Frame.Kind.allCases.randomElement(using: &random) ?? .control
            return Frame(kind, Array(pool[Int.random(in: 0..<1000, using: &random)...].prefix(count)))
        }
    }

    /// Changes, inserts or removes some bytes, mostly where a length or a kind may be.
    private static func damaged(_ good: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let limit = Bool.random(using: &random) ? min(10, bytes.count) : bytes.count
            let place = Int.random(in: 0...limit, using: &random)
            let some = pool[Int.random(in: 0..<1000, using: &random)...].prefix(.random(in: 1...9, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes.insert(contentsOf: some, at: place)
            case 1: bytes.removeSubrange(place..<min(place + some.count, bytes.count))
            case 2: bytes.removeSubrange(place...)
            default:
                guard place < bytes.count else { continue }
                bytes[place] = [0, 1, 2, 6, 7, 0x80, 0xff].randomElement(using: &random) ?? 0
            }
        }
        return bytes
    }

    /// Random bytes that begin like frames, or nothing but the first length would ever be looked at.
    private static func noise(using random: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 1...8, using: &random)).flatMap { _ in
            let isLarge = Int.random(in: 0..<10, using: &random) == 0
            let length: [UInt8] = [0, isLarge ? 1 : 0, 0, .random(in: 0...40, using: &random)]
            let rest = pool[Int.random(in: 0..<1000, using: &random)...].prefix(.random(in: 0...40, using: &random))
            return length + [.random(in: 0...6, using: &random)] + rest
        }
    }
}

/// What a decoder made of a stream.
private struct Decoded: Equatable {
    var frames: [Frame] = []
    var error: FrameError?
    /// The bytes at the end that are no whole frame; of no meaning after an error.
    var held = 0
    /// Whether less than a frame was kept back whenever all that had come was decoded.
    var isBounded = true

    init(frames: [Frame]) {
        self.frames = frames
    }

    /// What both decoders make of a stream, at once and in pieces; nil when they differ.
    init?(_ stream: [UInt8], using random: inout SeededGenerator) {
        let longest = max([7, 300, 70_000].randomElement(using: &random) ?? 7, stream.count / 100)
        var (pieces, rest) = ([ArraySlice<UInt8>](), stream[...])
        while !rest.isEmpty {
            let piece = rest.prefix(.random(in: 1...longest, using: &random))
            rest = rest.dropFirst(piece.count)
            pieces.append(piece)
        }
        self.init(core: [stream[...]])
        guard Decoded(core: pieces) == self, Decoded(agent: [stream[...]]) == self, Decoded(agent: pieces) == self
        else { return nil }
    }

    private init(core pieces: [ArraySlice<UInt8>]) {
        var decoder = FrameDecoder()
        do throws(FrameError) {
            for piece in pieces {
                decoder.append(piece)
                while let frame = try decoder.next() { frames.append(frame) }
                held = decoder.pending
                if held > Self.mostHeld { isBounded = false }
            }
        } catch {
            self.error = error
            held = 0
        }
    }

    private init(agent pieces: [ArraySlice<UInt8>]) {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(FrameBufferDecoder(), maximumBufferSize: Self.mostHeld))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            for piece in pieces { try channel.writeInbound(ByteBuffer(bytes: piece)) }
        } catch {
            self.error = error as? FrameError
            // The other error is that of too large a buffer.
            isBounded = error is FrameError
        }
        while let message = try? channel.readInbound(as: ByteBuffer.self) {
            guard let frame = try? Frame(message: message.readableBytesView) else { continue }
            frames.append(frame)
        }
        if error == nil { held = pieces.reduce(0) { $0 + $1.count } - frames.reduce(0) { $0 + $1.payload.count + 5 } }
    }

    /// A frame but for its last byte.
    private static let mostHeld = Frame.maximumPayload + 4
}
