/// What is submitted, and how often, learned from the latest submissions.
public struct ArrivalEstimates: Sendable {
    private static let most = 512

    /// A submission as the scheduler saw it.
    struct Arrival: Sendable {
        let session: PendingSession
        let image: String
    }

    private(set) var arrivals: [Arrival] = []
    private var next = 0

    /// Estimates without any knowledge: nothing is submitted.
    public init() {}

    /// Takes in a session that has been submitted at the moment of its `since`.
    public mutating func learn(_ session: PendingSession, image: String) {
        let arrival = Arrival(session: session, image: image)
        if arrivals.count < ArrivalEstimates.most {
            arrivals.append(arrival)
        } else {
            arrivals[next] = arrival
            next = (next + 1) % ArrivalEstimates.most
        }
    }

    /// The seconds between two submissions, on average until now; nil when there have been too few.
    func meanInterval(until now: UnixTime) -> Double? {
        guard arrivals.count >= 8, let first = arrivals.lazy.map(\.session.since).min(), first < now else { return nil }
        return now.since(first).inSeconds / Double(arrivals.count)
    }
}
