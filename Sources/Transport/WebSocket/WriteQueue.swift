/// Bytes on their way to a socket, small pieces joined.
///
/// OpenSSL wants a write that would have blocked repeated with the same address and length
/// (SSL_write(3)), so the front piece is never touched once it has been tried.
struct WriteQueue {
    /// The most bytes of one write, and the size up to which pieces are joined.
    private static let pieceSize = 64 * 1024

    private struct Piece {
        var bytes: [UInt8]
        /// How many of the bytes somebody counts as waiting.
        var counted: Int
    }

    private var pieces: [Piece] = []
    private var head = 0
    private var offset = 0
    private var isFrontTried = false

    var isEmpty: Bool { head == pieces.count }

    /// Adds `bytes`; `isCounted` says whether ``advance(by:)`` is to report them.
    mutating func append(_ bytes: [UInt8], isCounted: Bool) {
        let counted = isCounted ? bytes.count : 0
        let last = pieces.count - 1
        if last > head || (last == head && !isFrontTried), pieces[last].bytes.count + bytes.count <= Self.pieceSize {
            pieces[last].bytes += bytes
            pieces[last].counted += counted
        } else {
            pieces.append(Piece(bytes: bytes, counted: counted))
        }
    }

    /// Calls `body` with the bytes to write next.
    mutating func withFront<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        isFrontTried = true
        return pieces[head].bytes.withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[offset..<min(offset + Self.pieceSize, bytes.count)]))
        }
    }

    /// Notes that `count` bytes of the front are written.
    ///
    /// - Returns: How many counted bytes those were.
    mutating func advance(by count: Int) -> Int {
        offset += count
        guard offset == pieces[head].bytes.count else {
            let reported = min(count, pieces[head].counted)
            pieces[head].counted -= reported
            return reported
        }
        let reported = pieces[head].counted
        pieces[head] = Piece(bytes: [], counted: 0)
        head += 1
        offset = 0
        isFrontTried = false
        if head == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            head = 0
        }
        return reported
    }

    /// Forgets everything.
    mutating func removeAll() {
        self = WriteQueue()
    }
}
