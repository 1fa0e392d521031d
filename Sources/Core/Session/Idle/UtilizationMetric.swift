/// Something of which a kernel can make much or little use, by its name in statistics.
public enum UtilizationMetric: String, Sendable, CaseIterable, Comparable {
    case cpu = "cpu_util"
    case mem
    case cuda = "cuda_util"
    case cudaMemory = "cuda_mem"
    case atomMemory = "atom_mem"

    /// The kind of slot that it is about: it does not count for a session that holds none of that kind.
    public var slotKind: String {
        switch self {
        case .cpu: "cpu"
        case .mem: "mem"
        case .cuda, .cudaMemory: "cuda"
        case .atomMemory: "atom"
        }
    }

    /// In the order in which they are shown.
    public static func < (left: UtilizationMetric, right: UtilizationMetric) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// A part of a hundred, in whole hundredths: an average that equals its threshold must be seen to.
public struct Percentage: Sendable, Hashable, Comparable {
    /// The percents times 100.
    public let hundredths: Int64

    /// Takes percents times 100.
    public init(hundredths: Int64) {
        self.hundredths = hundredths
    }

    /// Rounds percents to hundredths; what is no number is nothing.
    public init(_ percents: Double) {
        // Far beyond what any machine reports, and far from overflowing when some are added.
        hundredths = percents.isFinite ? Int64(max(-1e12, min(1e12, (percents * 100).rounded()))) : 0
    }

    /// The percents.
    public var percents: Double { Double(hundredths) / 100 }

    public static func < (left: Percentage, right: Percentage) -> Bool { left.hundredths < right.hundredths }
}

/// The use that a session, or one of its kernels, made of each metric at one moment.
public struct UtilizationSample: Sendable, Equatable {
    /// The metrics that were reported.
    public let uses: [UtilizationMetric: Percentage]

    /// Takes what was reported.
    public init(_ uses: [UtilizationMetric: Percentage]) {
        self.uses = uses
    }

    /// What a kernel's statistics say.
    ///
    /// Memory counts by what the kernel was given, not by a limit that a runtime may set higher.
    ///
    /// - Parameters:
    ///   - statistics: The statistics.
    ///   - occupied: What the kernel was given.
    public init(_ statistics: KernelStatistics, occupied: ResourceSlots) {
        var uses: [UtilizationMetric: Percentage] = [:]
        if let rate = statistics.cpuUtilization { uses[.cpu] = Percentage(rate / 10) }
        let given = occupied[.mem]
        if let memory = statistics.memory, given > .zero, !given.isInfinite {
            uses[.mem] = Percentage(Double(memory) * 100_000 / Double(given.thousandths))
        }
        self.uses = uses
    }

    /// What a session's kernels make together: the mean of each metric.
    ///
    /// - Parameter kernels: A sample of each kernel, nil for one without statistics.
    /// - Returns: nil when any kernel has none: then nothing can be said of the session.
    public static func mean(of kernels: [UtilizationSample?]) -> UtilizationSample? {
        let known = kernels.compactMap(\.self)
        guard !known.isEmpty, known.count == kernels.count else { return nil }
        var uses: [UtilizationMetric: Percentage] = [:]
        for metric in UtilizationMetric.allCases {
            let values = known.compactMap { $0.uses[metric]?.hundredths }
            // What only some of them report is not the session's.
            guard values.count == known.count else { continue }
            uses[metric] = Percentage(hundredths: values.reduce(0, +) / Int64(values.count))
        }
        return UtilizationSample(uses)
    }
}
