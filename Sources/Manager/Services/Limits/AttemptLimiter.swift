import Core

/// Slows down who fails to sign or to log in again and again.
///
/// Failures are counted by address, and by address and name (an access key or a user name) together, never by name alone:
/// nobody can lock somebody else out from another address. After some free ones each failure doubles the time that must
/// pass before the next attempt; a quarter of an hour without a failure forgives everything. An address of version 6
/// stands for the 64 bits that its subscriber has.
///
/// At most ``capacity`` counts are kept. When more come, the older half is dropped at once: with that many addresses at
/// hand an attacker needs no second attempt from any of them.
struct AttemptLimiter: Sendable {
    /// The most counts that are kept.
    static let capacity = 16_384

    /// Seconds after which everything is forgiven; no delay is longer.
    private static let memory = 900

    /// Whose failures are counted together.
    struct Subject: Hashable {
        private let address: IPAddress
        private let name: String?

        /// Everything that comes from `address`.
        init(_ address: IPAddress) {
            self.address = address.subscriber
            name = nil
        }

        /// What comes from `address` as `name`.
        init(_ address: IPAddress, as name: String) {
            self.address = address.subscriber
            self.name = name
        }

        /// How many failures cost nothing: many people may share an address, and hardly ever a name.
        fileprivate var free: Int { name == nil ? 50 : 10 }
    }

    private struct Failures {
        var count: Int
        var last: Int
    }

    private var young: [Subject: Failures] = [:]
    private var old: [Subject: Failures] = [:]
    private var youngSince = 0

    /// How many counts are kept.
    var count: Int { young.count + old.count }

    /// The seconds that `subject` must wait before the next attempt; 0 when it may try.
    ///
    /// - Parameters:
    ///   - subject: Who tries.
    ///   - second: A clock that is never set, in whole seconds.
    /// - Returns: Seconds.
    func delay(of subject: Subject, at second: Int) -> Int {
        guard let failures = failures(of: subject, at: second) else { return 0 }
        let excess = failures.count - subject.free
        guard excess > 0 else { return 0 }
        let delay = min(1 << min(excess - 1, 10), AttemptLimiter.memory)
        return max(0, failures.last + delay - second)
    }

    /// Counts a failure.
    mutating func fail(_ subject: Subject, at second: Int) {
        let count = failures(of: subject, at: second)?.count ?? 0
        rotate(at: second, makingRoom: young[subject] == nil)
        young[subject] = Failures(count: count + 1, last: second)
    }

    /// Forgives `subject` everything.
    mutating func succeed(_ subject: Subject) {
        young[subject] = nil
        old[subject] = nil
    }

    private func failures(of subject: Subject, at second: Int) -> Failures? {
        guard let failures = young[subject] ?? old[subject], second - failures.last < AttemptLimiter.memory else {
            return nil
        }
        return failures
    }

    private mutating func rotate(at second: Int, makingRoom: Bool) {
        let isFull = makingRoom && young.count >= AttemptLimiter.capacity / 2
        guard isFull || second - youngSince >= AttemptLimiter.memory else { return }
        old = second - youngSince >= 2 * AttemptLimiter.memory ? [:] : young
        young = [:]
        youngSince = second
    }
}
