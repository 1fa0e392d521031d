/// The chunks of a response body as they arrive, of 1 byte to 64 KiB each.
public struct HTTPBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = TransportError

    let feed: ResponseFeed
    let lifetime: LoopLease

    /// Reads on where the last iterator stopped.
    public func makeAsyncIterator() -> Iterator {
        Iterator(feed: feed, lifetime: lifetime)
    }

    /// The place of one reader; there is only one place.
    public struct Iterator: AsyncIteratorProtocol {
        let feed: ResponseFeed
        let lifetime: LoopLease

        /// The next chunk, or `nil` at the end of the body.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(TransportError) -> [UInt8]? {
            let answer = await feed.body.next()
            if case .failure(.cancelled) = answer { lifetime.cancel() }
            return try answer.get()
        }
    }
}
