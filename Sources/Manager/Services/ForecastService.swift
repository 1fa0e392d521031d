import Core

/// Foresees when waiting sessions start, by what the latest sessions have taken.
///
/// It works on a copy of the scheduler, beside it, for some tenths of a second.
actor ForecastService {
    /// For how many waiting sessions their images are asked for; beyond it run times go by users alone.
    private static let mostImages = 5000
    /// For how long what has been learned is good.
    private static let age: Int64 = 30_000_000

    private let store: Store
    private var known: (forecast: Forecast, at: Int64)?

    init(store: Store) {
        self.store = store
    }

    /// When a session is expected to start.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - scheduler: The scheduler for which it waits.
    ///   - now: The present moment.
    /// - Returns: The bands; nil when it cannot be said.
    /// - Throws: ``StoreError``.
    func start(
        of session: SessionID, in scheduler: Scheduler, at now: UnixTime
    ) async throws(StoreError) -> StartBand? {
        let forecast = try await forecast(at: now)
        let images =
            scheduler.waitingCount <= ForecastService.mostImages ? try await store.imagesOfLivingSessions() : [:]
        let band = forecast.start(of: session, in: scheduler, at: now, effort: .quick) { images[$0] ?? "" }
        return band.flatMap { $0.median == nil && $0.half.to == nil && $0.wide.to == nil ? nil : $0 }
    }

    private func forecast(at now: UnixTime) async throws(StoreError) -> Forecast {
        if let known, now.microseconds - known.at < ForecastService.age { return known.forecast }
        var runTimes = RunTimeEstimates()
        for run in try await store.latestRuns() {
            runTimes.learn(user: run.user, image: run.image, ran: run.span, limit: run.limit)
        }
        var arrivals = ArrivalEstimates()
        for (session, image) in try await store.latestSubmissions() { arrivals.learn(session, image: image) }
        let forecast = Forecast(runTimes: runTimes, arrivals: arrivals)
        known = (forecast, now.microseconds)
        return forecast
    }
}
