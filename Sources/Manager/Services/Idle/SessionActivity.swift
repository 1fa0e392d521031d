import Core
import Synchronization

/// When each session was used last, and whether it is being used now.
///
/// In memory: a manager that restarts counts anew.
final class SessionActivity: Sendable {
    /// A connection to something in a session, which counts as use as long as bytes pass.
    final class Stream: Sendable {
        private let last: Atomic<Int64>
        private let clock: SteadyClock

        fileprivate init(_ clock: SteadyClock) {
            self.clock = clock
            last = Atomic(clock.now.microseconds)
        }

        /// Bytes have passed just now.
        func use() { last.store(clock.now.microseconds, ordering: .relaxed) }

        fileprivate var lastUse: UnixTime { UnixTime(microseconds: last.load(ordering: .relaxed)) }
    }

    private struct Entry {
        var running = 0
        var last: UnixTime
        var streams: [ObjectIdentifier: Stream] = [:]
        /// Whether somebody wants to know at once when it is used.
        var isAwaited = false
    }

    private struct Runs {
        var counts: [SessionID: Int] = [:]
        /// What has been taken, and is not in the database yet.
        var taken: [SessionID: Int] = [:]
        var areAwaited = false
    }

    private let entries = Mutex<[SessionID: Entry]>([:])
    private let clock: SteadyClock
    private let started: UnixTime
    /// Says that a session has been used for which somebody waits.
    let signal = Signal()
    // Runs that the database does not have yet.
    private let runs = Mutex(Runs())

    init(clock: SteadyClock = SteadyClock()) {
        self.clock = clock
        started = clock.now
    }

    /// The session has been used just now.
    func touch(_ session: SessionID) { use(session) { _ in } }

    /// Counts the session as used until ``end(_:)``.
    func begin(_ session: SessionID) { use(session) { $0.running += 1 } }

    /// One use is over.
    func end(_ session: SessionID) { use(session, isOver: true) { $0.running -= 1 } }

    /// Counts the session as used while bytes pass, until ``close(_:of:)``.
    func open(_ session: SessionID) -> Stream {
        let stream = Stream(clock)
        use(session) { $0.streams[ObjectIdentifier(stream)] = stream }
        return stream
    }

    /// A stream is over.
    func close(_ stream: Stream, of session: SessionID) {
        use(session, isOver: true) { $0.streams[ObjectIdentifier(stream)] = nil }
    }

    /// When the session was used.
    ///
    /// - Parameters:
    ///   - session: Which one.
    ///   - begun: When it began to run, which counts as use.
    ///   - patience: The seconds for which a stream counts as use after the last byte.
    /// - Returns: Up to when, or that it is used now.
    func access(of session: SessionID, since begun: UnixTime, patience: Int64) -> IdleSubject.Access {
        let entry = entries.withLock { $0[session] }
        guard let entry else { return .until(max(started, begun)) }
        guard entry.running <= 0 else { return .busy }
        let streams = entry.streams.values.map { $0.lastUse.adding(seconds: patience) }
        return .until(streams.reduce(max(entry.last, begun), max))
    }

    /// Fires ``signal`` when the session is used the next time.
    func awaitUse(of session: SessionID) {
        entries.withLock { $0[session, default: Entry(last: started)].isAwaited = true }
    }

    private func use(_ session: SessionID, isOver: Bool = false, _ change: (inout Entry) -> Void) {
        let now = clock.now
        let wasAwaited = entries.withLock { entries in
            // Of a session that has ended nothing is kept.
            if isOver, entries[session] == nil { return false }
            var entry = entries[session] ?? Entry(last: now)
            change(&entry)
            entry.last = now
            let wasAwaited = entry.isAwaited
            entry.isAwaited = false
            entries[session] = entry
            return wasAwaited
        }
        if wasAwaited { signal.fire() }
    }

    /// Counts one more run.
    func countRun(of session: SessionID) {
        runs.withLock { $0.counts[session, default: 0] += 1 }
    }

    /// Runs of a session that have been counted here and not been taken; nil while some are being written.
    func settledRuns(of session: SessionID) -> Int? {
        runs.withLock { $0.taken[session] == nil ? $0.counts[session] ?? 0 : nil }
    }

    /// Whether something has been counted that nobody is about to take; whoever asks must take it soon.
    func beginTakingRuns() -> Bool {
        runs.withLock { runs in
            guard !runs.areAwaited, !runs.counts.isEmpty else { return false }
            runs.areAwaited = true
            return true
        }
    }

    /// Hands over what has been counted; it counts on until ``forgetTakenRuns(of:)``.
    func takeRuns() -> [SessionID: Int] {
        runs.withLock { runs in
            runs.taken.merge(runs.counts, uniquingKeysWith: +)
            defer { (runs.counts, runs.areAwaited) = ([:], false) }
            return runs.counts
        }
    }

    /// The database has what was taken of a session.
    func forgetTakenRuns(_ count: Int, of session: SessionID) {
        runs.withLock { runs in
            let left = (runs.taken[session] ?? 0) - count
            runs.taken[session] = left > 0 ? left : nil
        }
    }

    /// Forgets a session, which has ended.
    func forget(_ session: SessionID) { entries.withLock { $0[session] = nil } }
}
