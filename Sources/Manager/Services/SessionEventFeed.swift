import Core
import Logging
import ServiceLifecycle
import Synchronization

/// The events of all sessions, in the order and with the numbers that history gave them.
///
/// The latest are kept in memory, read once for everybody; a listener that is further behind reads the database until
/// it has caught up. A listener holds nothing but its position, so a slow one costs no memory.
final class SessionEventFeed: Service {
    /// How many of the latest events are kept.
    private static let kept = 4096
    /// Rows that are read at once.
    private static let page = 256

    private struct State {
        /// The latest events; every event behind ``start`` is among them.
        var events: [SessionEvent] = []
        var start = SessionEventPosition.after(row: .max)
        /// The last row that has been read.
        var row: Int64?

        mutating func take(_ new: [SessionEvent], through row: Int64) {
            events += new
            self.row = row
            // Dropped by halves, since dropping from the front moves what stays.
            guard events.count >= SessionEventFeed.kept * 2 else { return }
            let dropped = events.count - SessionEventFeed.kept
            start = events[dropped - 1].position
            events.removeFirst(dropped)
        }
    }

    /// Some of the events behind a position.
    struct Page: Sendable {
        let events: [SessionEvent]
        /// Where the next page begins.
        let end: SessionEventPosition
        /// Whether there may be more.
        let isFull: Bool
    }

    /// Says that there is more.
    let signal = Signal()
    private let store: Store
    private let logger: Logger
    private let state = Mutex(State())

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.advance()
            for await _ in self.store.historyHints { await self.advance() }
        }
    }

    /// Behind everything that has happened so far.
    func end() async throws(StoreError) -> SessionEventPosition { .after(row: try await store.lastChange()) }

    /// The events behind `position` of the sessions that `filter` lets pass, whatever its scope.
    func events(behind position: SessionEventPosition, of filter: SessionEventFilter) async throws(StoreError) -> Page {
        if let page = recent(behind: position, filter) { return page }
        let head = state.withLock { $0.row } ?? 0
        // The events of a row may have been told in part.
        let changes = try await store.changes(
            after: position.part == .max ? position.row : position.row - 1, of: filter, limit: SessionEventFeed.page)
        let events = changes.flatMap(\.events).filter { $0.position > position }
        let end = max(position, .after(row: changes.last?.row ?? 0))
        guard changes.count < SessionEventFeed.page else { return Page(events: events, end: end, isFull: true) }
        // What lies between is nothing that the filter lets pass.
        return Page(events: events, end: max(end, .after(row: head)), isFull: false)
    }

    private func recent(behind position: SessionEventPosition, _ filter: SessionEventFilter) -> Page? {
        state.withLock { state in
            guard position >= state.start else { return nil }
            // Listeners are mostly near the end.
            let first = state.events.lastIndex { $0.position <= position }.map { $0 + 1 } ?? 0
            let events = state.events[first...].filter { filter.accepts($0.subject) }
            return Page(events: events, end: max(position, state.events.last?.position ?? position), isFull: false)
        }
    }

    /// Reads what history has gained.
    private func advance() async {
        do {
            let known = state.withLock { $0.row }
            guard var row = known else {
                let last = try await store.lastChange()
                state.withLock { ($0.row, $0.start) = (last, .after(row: last)) }
                return signal.fire()
            }
            while true {
                let changes = try await store.changes(after: row, limit: SessionEventFeed.page)
                guard let last = changes.last else { break }
                row = last.row
                state.withLock { $0.take(changes.flatMap(\.events), through: last.row) }
                signal.fire()
            }
        } catch {
            logger.error("cannot read history", metadata: ["error": "\(error)"])
        }
    }
}
