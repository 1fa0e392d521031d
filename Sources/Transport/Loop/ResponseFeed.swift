/// Hands the head and then the body of a response to one consumer, holding the peer back.
final class ResponseFeed: TransferSink {
    /// From this many unread bytes on, the transfer pauses; one more read of libcurl may be on top.
    static let limit = 256 * 1024

    let head = Outcome<Result<ResponseHead, TransportError>>()
    let body: Inbox<[UInt8]>

    /// `onDrained` is called when a paused transfer may go on.
    init(onDrained: @escaping @Sendable () -> Void) {
        body = Inbox(limit: Self.limit, onDrained: onDrained)
    }

    func begin(_ head: ResponseHead) throws(TransportError) {
        self.head.resolve(.success(head))
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Bool {
        guard !body.isFull() else { return false }
        body.push([UInt8](bytes), weight: bytes.count)
        return true
    }

    func finish(_ ending: Result<Void, TransportError>) {
        switch ending {
        case .success: head.resolve(.failure(.closed(code: nil, reason: "no response came")))
        case .failure(let error): head.resolve(.failure(error))
        }
        body.finish(ending)
    }
}
