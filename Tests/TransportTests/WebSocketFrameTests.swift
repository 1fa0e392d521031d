import Testing

@testable import Transport

@Suite("WebSocket frames")
struct WebSocketFrameTests {
    @Test("are written as in the examples of RFC 6455 §5.7")
    func examples() {
        let hello = Array("Hello".utf8)
        let frame = hello.withUnsafeBytes { WebSocketFrameEncoder.frame(.text, $0, mask: 0x37FA_213D) }
        #expect(frame == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test("are masked at every length", arguments: [0, 7, 8, 9, 125, 126, 65_535, 65_536, 70_001])
    func masking(size: Int) {
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let frame = payload.withUnsafeBytes { WebSocketFrameEncoder.frame(.binary, $0, mask: 0x0102_0304) }
        let length: [UInt8] =
            switch size {
            case ..<126: [0x80 | UInt8(size)]
            case ..<65_536: [0xFE, UInt8(size >> 8), UInt8(size & 0xFF)]
            default: [0xFF, 0, 0, 0, 0, 0, UInt8(size >> 16), UInt8(size >> 8 & 0xFF), UInt8(size & 0xFF)]
            }
        let masked = payload.enumerated().map { $1 ^ UInt8($0 & 3 + 1) }
        #expect(frame == [0x82] + length + [1, 2, 3, 4] + masked)
    }

    @Test("of kind close carry a valid code and at most 123 bytes of whole characters")
    func closing() {
        let frame = WebSocketFrameEncoder.close(code: 1005, reason: String(repeating: "é", count: 100))
        #expect(frame.count == 6 + 2 + 122)
        let mask = frame[2..<6]
        #expect(zip(frame[6..<8], mask).map { $0 ^ $1 } == [0x03, 0xE8])
    }

    @Test("are read in whatever pieces they arrive", arguments: [1, 2, 3, 7, 64, 100_000])
    func pieces(size: Int) throws {
        let large = [UInt8](repeating: 9, count: 70_000)
        let frames: [[UInt8]] = [
            [0x01, 0x03, 0x67, 0x72, 0xC3], [0x89, 0x01, 0x70], [0x00, 0x00], [0x80, 0x02, 0xBC, 0x6E],
            [0x82, 0x7E, 0x00, 0x80], Array(large.prefix(128)), [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0x11, 0x70], large,
            [0x8A, 0x00], [0x82, 0x00], [0x88, 0x04, 0x03, 0xE9, 0x6F, 0x6B],
        ]
        let bytes = frames.flatMap { $0 }
        var decoder = WebSocketFrameDecoder(limit: 100_000)
        var events: [WebSocketFrameDecoder.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { try decoder.decode($0, into: &events) }
        }
        #expect(
            events == [
                .ping([0x70]), .message(.text("grün")), .message(.binary(Array(large.prefix(128)))),
                .message(.binary(large)),
                .pong, .message(.binary([])), .close(code: 1001, reason: "ok"),
            ])
    }

    @Test(
        "that break the protocol are refused",
        arguments: [
            ([0xC1, 0x00], 1002), ([0xA1, 0x00], 1002), ([0x91, 0x00], 1002), ([0x83, 0x00], 1002),
            ([0x8B, 0x00], 1002),
            ([0x81, 0x80], 1002), ([0x80, 0x00], 1002), ([0x01, 0x00, 0x81, 0x00], 1002), ([0x09, 0x00], 1002),
            ([0x89, 0x7E, 0x00, 0x7E], 1002), ([0x82, 0x7E, 0x00, 0x7D], 1002),
            ([0x82, 0x7F, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 1002), ([0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], 1002),
            ([0x82, 0x7F, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 1009), ([0x82, 0x7E, 0x03, 0xE9], 1009),
            ([0x02, 0x7D] + [UInt8](repeating: 0, count: 125) + [0x80, 0x7E, 0x03, 0x80], 1009),
            ([0x81, 0x01, 0xFF], 1007), ([0x88, 0x01, 0x03], 1002), ([0x88, 0x02, 0x03, 0xED], 1002),
            ([0x88, 0x02, 0x00, 0x00], 1002), ([0x88, 0x03, 0x03, 0xE8, 0xFF], 1007),
        ] as [([UInt8], UInt16)]
    )
    func refused(bytes: [UInt8], code: UInt16) {
        for size in [1, bytes.count] {
            var decoder = WebSocketFrameDecoder(limit: 1000)
            var events: [WebSocketFrameDecoder.Event] = []
            let error = #expect(throws: WebSocketViolation.self) {
                for start in stride(from: 0, to: bytes.count, by: size) {
                    try bytes[start..<(start + size)].withUnsafeBytes { try decoder.decode($0, into: &events) }
                }
            }
            #expect(error?.closeCode == code)
        }
    }

    @Test("before one that is refused are still given out")
    func beforeViolation() {
        var decoder = WebSocketFrameDecoder(limit: 1000)
        var events: [WebSocketFrameDecoder.Event] = []
        let bytes: [UInt8] = [0x82, 0x01, 0x05, 0xFF, 0x00]
        #expect(throws: WebSocketViolation.self) { try bytes.withUnsafeBytes { try decoder.decode($0, into: &events) } }
        #expect(events == [.message(.binary([5]))])
    }
}
