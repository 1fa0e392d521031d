/// The latest samples of what a session makes use of.
///
/// - SeeAlso: `UtilizationIdleChecker` in the original's `manager/idle.py`.
public struct UtilizationWindow: Sendable, Equatable {
    private var samples: [UtilizationSample] = []
    private var hasOverflowed = false

    /// A window without samples.
    public init() {}

    /// How many samples are kept.
    public var count: Int { samples.count }

    /// Takes a sample in; the oldest one goes when there are more than `size`.
    public mutating func record(_ sample: UtilizationSample, size: Int) {
        samples.append(sample)
        guard samples.count > size else { return }
        samples.removeFirst(samples.count - max(size, 0))
        hasOverflowed = true
    }

    /// The average of each metric that every sample has.
    public var averages: [UtilizationMetric: Percentage] {
        var averages: [UtilizationMetric: Percentage] = [:]
        for metric in UtilizationMetric.allCases {
            guard let sum = sum(of: metric) else { continue }
            averages[metric] = Percentage(hundredths: sum / Int64(samples.count))
        }
        return averages
    }

    /// Whether the session makes so little use that it is to end.
    ///
    /// Not before the window has overflowed once.
    ///
    /// - Parameters:
    ///   - thresholds: Those that count for the session.
    ///   - condition: How they are put together.
    /// - Returns: Whether it is to end.
    public func isUnused(
        _ thresholds: [UtilizationMetric: Percentage], _ condition: UtilizationRules.Operator
    ) -> Bool {
        guard hasOverflowed, !samples.isEmpty else { return false }
        // A metric that nobody reports says nothing of use, so nothing ends for it.
        let verdicts = thresholds.compactMap { metric, threshold in
            sum(of: metric).map { $0 < threshold.hundredths * Int64(samples.count) }
        }
        guard !verdicts.isEmpty else { return false }
        return condition == .and ? verdicts.allSatisfy(\.self) : verdicts.contains(true)
    }

    /// After how many more samples the session would be ``isUnused(_:_:)``, if each were like the latest.
    ///
    /// - Parameters:
    ///   - thresholds: Those that count for the session.
    ///   - condition: How they are put together.
    ///   - size: The size of the window.
    ///   - limit: How far to look.
    /// - Returns: At most `limit`; nil if it would not be by then.
    public func samplesToEnd(
        _ thresholds: [UtilizationMetric: Percentage], _ condition: UtilizationRules.Operator, size: Int, limit: Int
    ) -> Int? {
        guard let latest = samples.last else { return nil }
        var future = self
        for number in 0...max(limit, 0) {
            if number > 0 { future.record(latest, size: size) }
            if future.isUnused(thresholds, condition) { return number }
        }
        return nil
    }

    /// The hundredths of all samples together; nil when some sample lacks the metric.
    private func sum(of metric: UtilizationMetric) -> Int64? {
        var sum: Int64 = 0
        for sample in samples {
            guard let use = sample.uses[metric] else { return nil }
            sum += use.hundredths
        }
        return samples.isEmpty ? nil : sum
    }
}
