/// When a session that waits is expected to start.
public struct StartBand: Sendable, Equatable {
    /// From when until when; without an end where that is further off than was looked.
    public struct Span: Sendable, Equatable {
        /// The beginning.
        public let from: UnixTime
        /// The end; nil is not known.
        public let to: UnixTime?

        /// Whether a moment lies within.
        public func contains(_ moment: UnixTime) -> Bool { from <= moment && to.map { moment <= $0 } ?? true }
    }

    /// It starts before as likely as after; nil when that is further off than was looked.
    public let median: UnixTime?
    /// With a probability of a half it starts within this span.
    public let half: Span
    /// With a probability of nine tenths it starts within this span.
    public let wide: Span

    /// What several replays make likely.
    ///
    /// The truth is one more draw from what made the replays: each place among them is as likely for it, so of 39 replays the
    /// second and the last but one enclose it with a probability of 36/40.
    ///
    /// - Parameters:
    ///   - starts: When it started in each replay; nil where that was not seen.
    ///   - horizon: How far the shortest of these looked.
    init(_ starts: [UnixTime?], horizon: UnixTime) {
        let known = starts.compactMap { $0 }.sorted()
        let places = starts.count + 1
        func span(outside: Double) -> Span {
            let edge = max(Int(Double(places) * outside / 2), 1)
            let last = places - edge
            return Span(
                from: edge <= known.count ? known[edge - 1] : horizon, to: last <= known.count ? known[last - 1] : nil)
        }
        median = places / 2 <= known.count && places > 1 ? known[places / 2 - 1] : nil
        half = span(outside: 0.5)
        wide = span(outside: 0.1)
    }
}
