import Core

/// Has the scheduler decide on what the database says, and saves what it decides.
///
/// The scheduler is kept from cycle to cycle and told what has changed. When anything fails it is made anew.
actor SchedulingService {
    private let store: Store
    /// Nil until it has been told everything.
    private var scheduler: Scheduler?
    private var isDeciding = false
    /// Who waits for the end of a cycle.
    private var waiters: [CheckedContinuation<Void, Never>] = []
    /// How many seconds the sums of what has been used are good for.
    private static let usageAge: Int64 = 300
    /// From when on they are summed anew.
    private var usageDue = UnixTime(microseconds: 0)

    private let forecasts: ForecastService

    init(store: Store) {
        self.store = store
        forecasts = ForecastService(store: store)
    }

    /// One cycle.
    ///
    /// - Returns: The sessions that start or end, as saved, with the effects to carry out.
    /// - Throws: ``StoreError``; then nothing has been decided.
    func cycle() async throws(StoreError) -> [PlannedTransition] {
        isDeciding = true
        defer {
            isDeciding = false
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
        var next = scheduler
        // Only a cycle that was saved is taken for done.
        scheduler = nil
        let now = UnixTime(microseconds: Timestamp.now())
        var changes = try await store.schedulerChanges(isFirst: next == nil)
        if next == nil || now >= usageDue || changes.contains(where: \.changesRules) {
            changes += try await store.usageChanges(at: now)
            usageDue = now.adding(seconds: SchedulingService.usageAge)
        }
        var scheduler = next.take() ?? Scheduler()
        for change in changes { change.apply(to: &scheduler) }
        let plan = scheduler.plan(at: UnixTime(microseconds: Timestamp.now()))
        CrashPoint.decided.pass()
        let saved = plan.isEmpty ? [] : try await store.save(plan)
        self.scheduler = scheduler
        return saved
    }

    /// Why a session waits, and if that is wanted when it is expected to start.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - isForeseen: Whether a forecast is wanted, which takes some tenths of a second.
    /// - Returns: The explanation; nil for a session that does not wait, or that no cycle has seen.
    func explain(
        _ session: SessionID, isForeseen: Bool
    ) async -> (explanation: Explanation, start: StartBand?)? {
        while isDeciding { await withCheckedContinuation { waiters.append($0) } }
        let now = UnixTime(microseconds: Timestamp.now())
        guard let scheduler, let explanation = scheduler.explain(session, at: now) else { return nil }
        guard isForeseen else { return (explanation, nil) }
        // It stays right without a forecast.
        return (explanation, try? await forecasts.start(of: session, in: scheduler, at: now))
    }

    /// What is before the scheduler; nil when no cycle has been.
    func overview() async -> SchedulerOverview? {
        while isDeciding { await withCheckedContinuation { waiters.append($0) } }
        return scheduler?.overview(at: UnixTime(microseconds: Timestamp.now()))
    }

    /// When to look again though nothing changes; ``UnixTime/never`` for no such moment.
    var nextWake: UnixTime { scheduler?.nextWake ?? .never }

    /// Has the next cycle look at everything.
    func reconsider() { scheduler?.reconsider() }
}
