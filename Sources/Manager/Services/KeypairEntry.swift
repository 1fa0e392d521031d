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

    /// When the last request was counted, in microseconds since 1970; nil before the first.
    var lastUse: Int64? { requests.lastUse }

    /// Counts a request of the keypair.
    func count(at second: Int) -> RateWindow.Verdict { requests.count(limit: record.rateLimit, at: second) }
}

/// The requests of one keypair, however often its entry is replaced.
private final class RequestCounter: Sendable {
    private let state = Mutex<(window: RateWindow, lastUse: Int64?)>((RateWindow(), nil))

    var lastUse: Int64? { state.withLock { $0.lastUse } }

    func count(limit: Int, at second: Int) -> RateWindow.Verdict {
        let now = Timestamp.now()
        return state.withLock { state in
            let verdict = state.window.admit(limit: limit, at: second)
            if case .admitted = verdict { state.lastUse = now }
            return verdict
        }
    }
}
