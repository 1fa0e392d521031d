import Core
import Signing
import Synchronization

/// One keypair in the manager's memory, with what its requests leave behind.
final class KeypairEntry: Sendable {
    /// What the keypair may do; replaced with the entry when the database changes.
    let record: KeypairRecord
    // Mutexes, since nothing suspends while they are held; one for each keypair, so that keypairs do not wait for one another.
    private let dayKeys = Mutex<[String: DayKey]>([:])
    private let requests: RequestCounter

    /// An entry that goes on counting where `former` is.
    init(_ record: KeypairRecord, after former: KeypairEntry? = nil) {
        self.record = record
        requests = former?.requests ?? RequestCounter()
    }

    /// The signing key of a day.
    func key(of day: String) -> DayKey {
        if let key = dayKeys.withLock({ $0[day] }) { return key }
        let key = DayKey(secret: record.keypair.secretKey, day: day)
        dayKeys.withLock { keys in
            // Dates lie within 15 minutes of now in some zone, so three days are all there can be.
            if keys.count >= 3 { keys = [:] }
            keys[day] = key
        }
        return key
    }

    /// Counts a request of the keypair.
    func count(at second: Int) -> RateWindow.Verdict { requests.count(limit: record.rateLimit, at: second) }

    /// What has passed and is not written down yet; nil before the first request.
    var use: KeypairUse? { requests.use(of: record.keypair.accessKey) }

    /// The same, which counts as written down from now on.
    func takeUse() -> KeypairUse? { requests.takeUse(of: record.keypair.accessKey) }

    /// Takes back what could not be written down.
    func giveBack(_ use: KeypairUse) { requests.add(use.count) }
}

/// How often a keypair has been used since that was written down, and when last.
struct KeypairUse: Sendable, Equatable {
    let accessKey: AccessKey
    let count: Int64
    /// Microseconds since 1970.
    let at: Int64
}

/// The requests of one keypair, however often its entry is replaced.
private final class RequestCounter: Sendable {
    private struct State {
        var window = RateWindow()
        var unwritten: Int64 = 0
        var lastUse: Int64?
    }

    private let state = Mutex(State())

    func count(limit: Int, at second: Int) -> RateWindow.Verdict {
        let now = Timestamp.now()
        return state.withLock { state in
            let verdict = state.window.admit(limit: limit, at: second)
            if case .admitted = verdict {
                state.unwritten += 1
                state.lastUse = now
            }
            return verdict
        }
    }

    func use(of accessKey: AccessKey) -> KeypairUse? {
        state.withLock { state in
            state.lastUse.map { KeypairUse(accessKey: accessKey, count: state.unwritten, at: $0) }
        }
    }

    func takeUse(of accessKey: AccessKey) -> KeypairUse? {
        state.withLock { state in
            guard let last = state.lastUse, state.unwritten > 0 else { return nil }
            defer { state.unwritten = 0 }
            return KeypairUse(accessKey: accessKey, count: state.unwritten, at: last)
        }
    }

    func add(_ count: Int64) { state.withLock { $0.unwritten += count } }
}
