import Core

/// The events of a session, or of many, as one listener is told of them.
struct SessionEventSource: EventSource {
    let signal: Signal
    private let feed: SessionEventFeed
    private let filter: SessionEventFilter
    private var position: SessionEventPosition
    private(set) var hasEnded: Bool
    private var mustClose: Bool

    /// Listens from `position` on.
    ///
    /// - Parameters:
    ///   - feed: Where events come from.
    ///   - filter: Which are told.
    ///   - position: Behind which one.
    ///   - isOver: Whether the one session that is listened to had ended before.
    init(
        _ feed: SessionEventFeed, _ filter: SessionEventFilter, behind position: SessionEventPosition, isOver: Bool
    ) {
        self.feed = feed
        self.filter = filter
        self.position = position
        signal = feed.signal
        hasEnded = false
        mustClose = isOver
    }

    mutating func next() async throws -> [ServerSentEvent] {
        var told: [ServerSentEvent] = []
        while !hasEnded {
            let page = try await feed.events(behind: position, of: filter)
            position = page.end
            for event in page.events {
                if filter.accepts(event) {
                    told.append(
                        ServerSentEvent(event.name.rawValue, event.data, id: event.position.description))
                }
                if filter.session != nil, event.name.isLast { mustClose = true }
            }
            if page.isFull, told.count < 256 { continue }
            if !page.isFull, mustClose {
                told.append(.close)
                hasEnded = true
            }
            return told
        }
        return told
    }
}
