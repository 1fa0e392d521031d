import Core
import Synchronization

/// The failed attempts of everybody: holds an ``AttemptLimiter`` and its clock.
final class AttemptLimits: Sendable {
    // A mutex, since nothing suspends while a count is looked up.
    private let limiter = Mutex(AttemptLimiter())
    /// Whether anything is counted: as long as nobody has failed, a request looks at no more than this.
    private let isCounting = Atomic(false)
    private let seconds: @Sendable () -> Int

    /// No failures so far.
    init(seconds: @escaping @Sendable () -> Int = AttemptLimits.uptime) {
        self.seconds = seconds
    }

    /// Seconds of a clock that is never set.
    static let uptime: @Sendable () -> Int = {
        let start = ContinuousClock.now
        return { Int((ContinuousClock.now - start).components.seconds) }
    }()

    /// Refuses an attempt as `name` from `address` that comes too soon after failures.
    ///
    /// - Parameters:
    ///   - name: An access key, or a user name.
    ///   - address: Where it comes from; nil for connections that have none.
    ///   - isCostly: Whether an attempt costs the manager much, as a password does: then it is refused for the
    ///     failures of its address, too. A signature is checked nevertheless, so that who has the right key is never
    ///     kept waiting by neighbours.
    /// - Throws: ``BackendError`` 429 with the seconds to wait.
    func check(
        _ name: String, from address: @autoclosure () -> IPAddress?, isCostly: Bool
    ) throws(BackendError) {
        guard isCounting.load(ordering: .relaxed), let address = address() else { return }
        let now = seconds()
        let delay = limiter.withLock { limiter in
            max(
                limiter.delay(of: .init(address, as: name), at: now),
                isCostly ? limiter.delay(of: .init(address), at: now) : 0)
        }
        if delay > 0 { throw AttemptLimits.refusal(delay) }
    }

    /// Counts a failed attempt.
    ///
    /// - Throws: ``BackendError`` 429 when the address has failed too often: the answer is then that, whatever was wrong.
    func fail(_ name: String, from address: IPAddress?) throws(BackendError) {
        guard let address else { return }
        isCounting.store(true, ordering: .relaxed)
        let now = seconds()
        let delay = limiter.withLock { limiter in
            let delay = limiter.delay(of: .init(address), at: now)
            limiter.fail(.init(address), at: now)
            limiter.fail(.init(address, as: name), at: now)
            return delay
        }
        if delay > 0 { throw AttemptLimits.refusal(delay) }
    }

    /// Forgives the failures as `name` from `address`; those of the address alone stay.
    func succeed(_ name: String, from address: @autoclosure () -> IPAddress?) {
        guard isCounting.load(ordering: .relaxed), let address = address() else { return }
        limiter.withLock { $0.succeed(.init(address, as: name)) }
    }

    private static func refusal(_ seconds: Int) -> BackendError {
        BackendError(
            .tooManyRequests, nil, hint: "try again in \(seconds) seconds", retryAfter: seconds)
    }
}
