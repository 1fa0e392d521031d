/// How long something may still take.
public struct RunTimeDistribution: Sendable, Equatable {
    /// Times that are as likely as each other, in seconds and ascending.
    private let times: [Double]
    /// What it takes at most; nil where there is no end.
    private let most: Double?

    /// Describes a distribution.
    ///
    /// - Parameters:
    ///   - times: Times that are as likely as each other, in seconds; none for anything up to `most`.
    ///   - most: What it takes at most.
    init(_ times: [Double], most: Double?) {
        self.times = times.sorted()
        self.most = most
    }

    /// The time that it takes no longer than with some probability.
    public func quantile(_ probability: Double) -> Duration { .microseconds(Int64(seconds(probability) * 1_000_000)) }

    /// Half of those like it take no longer.
    public var median: Duration { quantile(0.5) }

    /// Nine in ten of those like it take no longer.
    public var p90: Duration { quantile(0.9) }

    /// Between two known times, and beyond the greatest, all are as likely as each other.
    private func seconds(_ probability: Double) -> Double {
        let place = min(max(probability, 0), 1) * Double(times.count + 1)
        let index = min(Int(place), times.count)
        let before = index == 0 ? 0 : times[index - 1]
        let after = index < times.count ? times[index] : max(most ?? before, before)
        return min(before + (place - Double(index)) * (after - before), 1e10)
    }
}
