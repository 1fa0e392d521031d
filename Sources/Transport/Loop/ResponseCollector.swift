import Synchronization

/// Gathers a whole response of bounded size.
final class ResponseCollector: TransferSink {
    let outcome = Outcome<Result<HTTPResponse, TransportError>>()
    private let limit: Int
    /// Only the loop's thread uses it; the lock is never contended.
    private let response = Mutex<HTTPResponse?>(nil)

    init(limit: Int) {
        self.limit = limit
    }

    func begin(_ head: ResponseHead) throws(TransportError) {
        let announced = min(head.contentLength ?? 0, limit, 1024 * 1024)
        response.withLock { response in
            var body: [UInt8] = []
            body.reserveCapacity(max(0, announced))
            response = HTTPResponse(status: head.status, headers: head.headers, body: body)
        }
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Bool {
        let fits = response.withLock { response in
            response?.body.append(contentsOf: bytes)
            return (response?.body.count ?? 0) <= limit
        }
        guard fits else { throw .tooLarge(limit: limit) }
        return true
    }

    func finish(_ ending: Result<Void, TransportError>) {
        switch ending {
        case .failure(let error): outcome.resolve(.failure(error))
        case .success:
            let whole = response.withLock { $0.take() }
            outcome.resolve(whole.map { .success($0) } ?? .failure(.closed(code: nil, reason: "no response came")))
        }
    }
}
