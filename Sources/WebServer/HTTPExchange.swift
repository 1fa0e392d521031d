import NIOCore

/// Which requests of one connection are unanswered, and whether the connection outlives them.
///
/// A pure value; ``HTTPExchangeHandler`` tells it what passes and does what it says.
struct HTTPExchange {
    /// What to do once a response is on the wire.
    enum Continuation: Equatable {
        case keepOpen
        case close
        /// The client is still sending the request; an immediate close would make the kernel throw the response away.
        case closeAfterInput
    }

    /// The requests whose head has come and whose response is not complete; `true` stands for HEAD.
    private var pending = CircularBuffer<Bool>(initialCapacity: 1)
    /// Whether the last request taken is the connection's last.
    private(set) var isClosing = false
    /// Whether the end of a request is still to come.
    private(set) var isReceiving = false

    /// How many requests wait for the end of their response.
    var unanswered: Int { pending.count }

    /// Whether the response in progress must have no body (RFC 9110 §9.3.2).
    var answersHEAD: Bool { pending.first ?? false }

    /// Whether the response that now begins is the connection's last.
    var isLastResponse: Bool { isClosing && unanswered <= 1 }

    /// Counts a request; `false` says that it comes too late and is dropped.
    mutating func receiveHead(isHEAD: Bool = false, persists: Bool) -> Bool {
        guard !isClosing else { return false }
        pending.append(isHEAD)
        isReceiving = true
        isClosing = !persists
        return true
    }

    mutating func receiveEnd() {
        isReceiving = false
    }

    /// Takes no further request, because a response said so or the server shuts down.
    ///
    /// - Returns: Whether the connection can be closed at once.
    mutating func close() -> Bool {
        isClosing = true
        return pending.isEmpty
    }

    mutating func completeResponse() -> Continuation {
        // Without a request it answers bytes that were none, and more of them may be on the way.
        guard pending.popFirst() != nil else { return .closeAfterInput }
        guard isClosing, pending.isEmpty else { return .keepOpen }
        return isReceiving ? .closeAfterInput : .close
    }
}
