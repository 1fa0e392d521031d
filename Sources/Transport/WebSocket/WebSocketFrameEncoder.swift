/// Writes frames as a client must: whole and masked (RFC 6455 §5.3).
enum WebSocketFrameEncoder {
    /// The longest payload of a control frame.
    static let controlLimit = 125

    /// One frame with FIN set and `payload` masked by `mask`, its first byte in the highest bits.
    static func frame(_ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, mask: UInt32) -> [UInt8] {
        let headerSize = payload.count < 126 ? 6 : payload.count <= 0xFFFF ? 8 : 14
        let size = headerSize + payload.count
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            let frame = UnsafeMutableRawBufferPointer(buffer)
            frame[0] = 0x80 | opcode.rawValue
            switch headerSize {
            case 6: frame[1] = 0x80 | UInt8(payload.count)
            case 8:
                frame[1] = 0x80 | 126
                frame.storeBytes(of: UInt16(payload.count).bigEndian, toByteOffset: 2, as: UInt16.self)
            default:
                frame[1] = 0x80 | 127
                frame.storeBytes(of: UInt64(payload.count).bigEndian, toByteOffset: 2, as: UInt64.self)
            }
            frame.storeBytes(of: mask.bigEndian, toByteOffset: headerSize - 4, as: UInt32.self)
            copy(payload, masked: mask.bigEndian, to: UnsafeMutableRawBufferPointer(rebasing: frame[headerSize...]))
            initialized = size
        }
    }

    /// As ``frame(_:_:mask:)`` for bytes that are at hand, with a mask that can't be foreseen.
    static func frame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
        payload.withUnsafeBytes { frame(opcode, $0, mask: newMask()) }
    }

    /// As ``frame(_:_:mask:)`` for a text.
    static func frame(text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { frame(.text, UnsafeRawBufferPointer($0), mask: newMask()) }
    }

    /// A close frame; a reserved code becomes 1000, a reason over 123 bytes is cut between characters.
    static func close(code: UInt16, reason: String) -> [UInt8] {
        let code = WebSocketFrameDecoder.isValidCloseCode(code) ? code : 1000
        var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        for character in reason {
            let bytes = String(character).utf8
            guard payload.count + bytes.count <= controlLimit else { break }
            payload += bytes
        }
        return frame(.close, payload)
    }

    /// From the system's generator: a proxy in between must not be able to guess it (§10.3).
    private static func newMask() -> UInt32 {
        UInt32.random(in: .min ... .max)
    }

    /// Copies eight bytes at a time; `mask` is in memory order.
    private static func copy(
        _ source: UnsafeRawBufferPointer, masked mask: UInt32, to target: UnsafeMutableRawBufferPointer
    ) {
        let wide = UInt64(mask) << 32 | UInt64(mask)
        let whole = source.count & ~7
        var offset = 0
        while offset < whole {
            let word = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            target.storeBytes(of: word ^ wide, toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        withUnsafeBytes(of: mask) { mask in
            while offset < source.count {
                target[offset] = source[offset] ^ mask[offset & 3]
                offset += 1
            }
        }
    }
}
