/// Input that the program may not have yet, by its position in the whole.
struct InputWindow: Sendable {
    // In pieces as they came, so that none of their bytes is moved.
    private var pieces: [ArraySlice<UInt8>] = []
    /// Where the first piece begins.
    private var start = 0
    /// Up to where it has been sent on the present connection.
    private var sent = 0
    /// Bytes that are kept.
    private(set) var pending = 0
    /// Whether no more follows.
    var isEnded = false
    /// Whether the end has been told on the present connection.
    var hasSaidEnd = false

    /// Whether all has been sent and only the end is left to tell.
    var mustSayEnd: Bool { isEnded && !hasSaidEnd && sent == start + pending }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        pieces.append(bytes)
        pending += bytes.count
    }

    /// The next bytes to send, of one piece; nil when all are sent.
    mutating func takeUnsent(upTo count: Int) -> ArraySlice<UInt8>? {
        var position = start
        for piece in pieces {
            if sent < position + piece.count {
                let part = piece.dropFirst(sent - position).prefix(count)
                sent += part.count
                return part
            }
            position += piece.count
        }
        return nil
    }

    /// Drops what has reached the program.
    mutating func forget(through position: Int) {
        // The runner names the position, so nothing is taken for granted: no difference of it can overflow.
        var count = min(max(position, start) - start, pending)
        start += count
        pending -= count
        sent = max(sent, start)
        while count > 0, let first = pieces.first {
            if first.count > count {
                pieces[0] = first.dropFirst(count)
                return
            }
            count -= first.count
            pieces.removeFirst()
        }
    }

    /// A first or new connection stands, and the other end has got everything before `position`.
    ///
    /// A window that is still empty belongs to a run that somebody else has begun: it goes on from there.
    mutating func takeUp(at position: Int) {
        if start == 0, pending == 0, position > 0 { (start, sent) = (position, position) }
        rewind(to: position)
    }

    /// A new connection stands, and the other end has got everything before `position`.
    mutating func rewind(to position: Int) {
        sent = min(max(position, start), start + pending)
        hasSaidEnd = false
    }
}
