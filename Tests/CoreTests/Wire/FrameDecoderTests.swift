import Core
import TestSupport
import Testing

@Suite("Frame decoder")
struct FrameDecoderTests {
    private static let frames = [
        Frame(.control, Array("{}".utf8)), Frame(.standardOutput, []), Frame(.standardError, [1, 2, 3]),
        Frame(.code, [UInt8](repeating: 7, count: 300)),
    ]

    @Test("finds the same frames wherever the stream is cut in two")
    func everyCut() throws {
        let stream = Self.frames.flatMap(\.encoded)
        for cut in 0...stream.count {
            var decoder = FrameDecoder()
            var found: [Frame] = []
            for part in [stream[..<cut], stream[cut...]] {
                decoder.append(part)
                while let frame = try decoder.next() { found.append(frame) }
            }
            #expect(found == Self.frames, "cut at \(cut)")
            #expect(decoder.pending == 0)
        }
    }

    @Test("finds them byte by byte, too")
    func singleBytes() throws {
        var decoder = FrameDecoder()
        var found: [Frame] = []
        for byte in Self.frames.flatMap(\.encoded) {
            decoder.append([byte])
            while let frame = try decoder.next() { found.append(frame) }
        }
        #expect(found == Self.frames)
    }

    @Test("judges a length before the payload is there, so that nothing oversized is ever gathered")
    func bounds() throws {
        var empty = FrameDecoder()
        empty.append([0, 0, 0, 0])
        #expect(throws: FrameError.empty) { try empty.next() }

        var large = FrameDecoder()
        large.append([0, 4, 0, 2])
        #expect(throws: FrameError.tooLong(262_145)) { try large.next() }

        var huge = FrameDecoder()
        huge.append([0xff, 0xff, 0xff, 0xff])
        #expect(throws: FrameError.self) { try huge.next() }

        var largest = FrameDecoder()
        largest.append([0, 4, 0, 1])
        #expect(try largest.next() == nil)
        largest.append([UInt8(2)] + [UInt8](repeating: 9, count: 262_144))
        #expect(try largest.next()?.payload.count == 262_144)
    }

    @Test("refuses an unknown kind")
    func unknownKind() throws {
        var decoder = FrameDecoder()
        decoder.append([0, 0, 0, 1, 99])

        #expect(throws: FrameError.unknownKind(99)) { try decoder.next() }
    }

    @Test("finds random streams of frames however they are cut into pieces")
    func randomPieces() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let frames = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                Frame(
                    Frame.Kind.allCases[Int.random(in: 0..<5, using: &random)],
                    (0..<Int.random(in: 0...700, using: &random)).map { UInt8(truncatingIfNeeded: $0) }
                )
            }
            var rest = frames.flatMap(\.encoded)[...]
            var decoder = FrameDecoder()
            var found: [Frame] = []
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...400, using: &random))
                rest = rest.dropFirst(piece.count)
                decoder.append(piece)
                while let frame = try decoder.next() { found.append(frame) }
            }
            #expect(found == frames)
        }
    }

    @Test("survives any bytes: it gives frames or refuses, and never holds more than one frame back")
    func fuzz() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<4000 {
            var decoder = FrameDecoder()
            var isRefused = false
            for _ in 0..<8 where !isRefused {
                // Half of the pieces begin like a real frame, or nothing but the length would ever be looked at.
                let head: [UInt8] = Bool.random(using: &random) ? [0, 0, 0, .random(in: 0...40, using: &random)] : []
                decoder.append(
                    head + (0..<Int.random(in: 0...48, using: &random)).map { _ in .random(in: 0...6, using: &random) })
                do throws(FrameError) {
                    while let frame = try decoder.next() { #expect(frame.payload.count <= Frame.maximumPayload) }
                } catch {
                    isRefused = true
                }
            }
            #expect(isRefused || decoder.pending <= Frame.maximumPayload + 5)
        }
    }
}
