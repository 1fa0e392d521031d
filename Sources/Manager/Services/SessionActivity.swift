import Core
import Synchronization

/// When each session was used last, and whether it is being used now.
///
/// In memory: a manager that restarts counts anew.
final class SessionActivity: Sendable {
    private struct Entry {
        var running = 0
        var last: ContinuousClock.Instant
    }

    private struct Runs {
        var counts: [SessionID: Int] = [:]
        /// What has been taken, and is not in the database yet.
        var taken: [SessionID: Int] = [:]
        var areAwaited = false
    }

    private let entries = Mutex<[SessionID: Entry]>([:])
    private let started = ContinuousClock.now
    // Runs that the database does not have yet.
    private let runs = Mutex(Runs())

    /// The session has been used just now.
    func touch(_ session: SessionID) {
        entries.withLock { $0[session, default: Entry(last: .now)].last = .now }
    }

    /// Counts the session as used until ``end(_:)``.
    func begin(_ session: SessionID) {
        entries.withLock { entries in
            entries[session, default: Entry(last: .now)].running += 1
            entries[session]?.last = .now
        }
    }

    /// One use is over.
    func end(_ session: SessionID) {
        entries.withLock { entries in
            entries[session]?.running -= 1
            entries[session]?.last = .now
        }
    }

    /// The moment from which the session has been idle; nil while it is used.
    func idleSince(_ session: SessionID) -> ContinuousClock.Instant? {
        entries.withLock { entries in
            guard let entry = entries[session] else { return started }
            return entry.running > 0 ? nil : entry.last
        }
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

    /// Forgets every session but these.
    func keep(_ sessions: Set<SessionID>) {
        entries.withLock { entries in entries = entries.filter { sessions.contains($0.key) } }
    }
}
