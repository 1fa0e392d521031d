/// Standard input on its way from a connection to a run's pipe.
///
/// The sender keeps a window: what it has sent and what has not reached the pipe is at most ``capacity``.
struct InputBuffer {
    /// The most bytes that wait: 1 MiB.
    static let capacity = 1 << 20

    /// Why input was not taken: the sender does not keep to the protocol.
    enum Refusal: Error, Equatable {
        case windowExceeded
        case afterEnd
    }

    /// Bytes that came, from the run's beginning.
    private(set) var received = 0
    /// Bytes that reached the pipe, or that nobody will read any more.
    private(set) var consumed = 0
    /// Whether the sender has announced the end.
    private(set) var hasEnded = false

    private var bytes: [UInt8] = []
    private var start = 0
    private var isDiscarding = false

    /// Whether bytes wait.
    var isEmpty: Bool { received == consumed }
    /// Whether the pipe can be closed.
    var isFinished: Bool { hasEnded && isEmpty }

    /// Takes what the sender sent.
    mutating func append(_ more: [UInt8]) throws(Refusal) {
        guard !hasEnded else { throw .afterEnd }
        guard received - consumed + more.count <= InputBuffer.capacity else { throw .windowExceeded }
        received += more.count
        if isDiscarding {
            consumed = received
        } else {
            bytes.append(contentsOf: more)
        }
    }

    /// Notes that the sender has no more.
    mutating func end() {
        hasEnded = true
    }

    /// Hands the waiting bytes to `write`, which says how many it could use.
    mutating func consume<Failure: Error>(_ write: (UnsafeRawBufferPointer) throws(Failure) -> Int) throws(Failure) {
        let start = start
        let used = try bytes.withUnsafeBufferPointer { (all) throws(Failure) -> Int in
            try write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(all)[start...]))
        }
        consumed += used
        self.start += used
        if self.start == bytes.count {
            bytes = []
            self.start = 0
        } else if self.start > bytes.count / 2 {
            bytes.removeFirst(self.start)
            self.start = 0
        }
    }

    /// Drops what waits and what will come: nobody reads it.
    mutating func discard() {
        isDiscarding = true
        bytes = []
        start = 0
        consumed = received
    }
}
