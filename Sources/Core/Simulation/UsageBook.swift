/// What users have used, less by the day: what fair share goes by.
struct UsageBook: Sendable {
    /// After so long what was used counts half.
    private static let halfLife = Duration.seconds(7 * 86400)
    /// How often the scheduler is told.
    private static let interval = Duration.seconds(600)

    fileprivate struct Entry: Sendable {
        let user: String
        /// The dominant shares that his sessions hold now, together.
        var share = 0.0
        var usage = 0.0
        var isOf: UnixTime
    }

    /// For each submission its user by number, and its dominant share.
    private let users: [Int]
    private let shares: [Double]
    private var entries: [Entry] = []
    private var told: UnixTime?

    init(_ trace: Trace, _ cluster: SimulatedCluster) {
        var numbers = Numbering<String>()
        users = trace.sessions.map { numbers.number(of: $0.user) }
        shares = trace.sessions.map { cluster.dominantShare(of: $0) }
        let start = trace.sessions.first?.submitted ?? UnixTime(microseconds: 0)
        entries = numbers.names.map { Entry(user: $0, isOf: start) }
    }

    mutating func start(_ index: Int, at now: UnixTime) { change(index, by: shares[index], at: now) }

    mutating func end(_ index: Int, at now: UnixTime) { change(index, by: -shares[index], at: now) }

    /// Says what has been used, every ten minutes.
    mutating func tell(_ scheduler: inout Scheduler, at now: UnixTime) {
        if let told, now.since(told) < UsageBook.interval { return }
        told = now
        for user in entries.indices {
            entries[user].proceed(to: now, halving: UsageBook.halfLife)
            scheduler.set(ScopeLimits(usage: entries[user].usage), of: .user(entries[user].user))
        }
    }

    private mutating func change(_ index: Int, by share: Double, at now: UnixTime) {
        entries[users[index]].proceed(to: now, halving: UsageBook.halfLife)
        entries[users[index]].share += share
    }
}

extension UsageBook.Entry {
    fileprivate mutating func proceed(to now: UnixTime, halving halfLife: Duration) {
        let seconds = now.since(isOf).inSeconds
        guard seconds > 0 else { return }
        usage = usage * (-seconds / halfLife.inSeconds * 2.0.naturalLogarithm).exponential + share * seconds
        isOf = now
    }
}

extension SimulatedCluster {
    /// The greatest part that a submission asks for of anything that the cluster has.
    func dominantShare(of session: TraceSession) -> Double {
        session.slots.amounts.map { slot, amount in
            let capacity = capacity(of: slot)
            return capacity > 0 ? Double(amount.thousandths) * Double(session.kernels) / capacity : 0
        }.max() ?? 0
    }
}
