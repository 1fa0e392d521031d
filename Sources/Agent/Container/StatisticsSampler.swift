public import Core
import Glibc

/// Turns what cgroup files and interfaces say into a kernel's statistics; remembers the last look for rates.
public struct StatisticsSampler: Sendable {
    /// One look at a kernel.
    public struct Sample: Sendable {
        /// When it was taken.
        public var time: ContinuousClock.Instant
        /// What its group has used.
        public var usage: CgroupStatistics
        /// What its interfaces have carried; nil once its process 1 is gone.
        public var network: NetworkStatistics?
        /// Bytes in use in its scratch; nil where that is not a file system of its own.
        public var scratch: Int64?

        /// A look with its parts.
        public init(
            time: ContinuousClock.Instant,
            usage: CgroupStatistics,
            network: NetworkStatistics? = nil,
            scratch: Int64? = nil
        ) {
            self.time = time
            self.usage = usage
            self.network = network
            self.scratch = scratch
        }

        /// Looks at a running kernel.
        ///
        /// Blocks for about 0.3 ms.
        ///
        /// - Throws: ``CgroupError`` if a file is there and cannot be read.
        public static func take(
            pid: Int32, group: CgroupGroup, scratch: KernelDirectory?
        ) throws(CgroupError) -> Sample {
            Sample(
                time: .now,
                usage: try group.statistics(),
                network: try NetworkStatistics.seen(by: pid),
                scratch: scratch.flatMap { try? ScratchVolume.usage(of: $0.scratch) }
            )
        }
    }

    private var last: (time: ContinuousClock.Instant, processor: Duration)?
    private var peak: Double?

    /// Starts with nothing known.
    public init() {}

    /// The statistics after this look.
    public mutating func statistics(_ sample: Sample) -> KernelStatistics {
        var statistics = KernelStatistics()
        if let processor = sample.usage.cpu?.usage {
            statistics.cpuUsed = processor.milliseconds
            if let last, sample.time > last.time {
                let interval = last.time.duration(to: sample.time).milliseconds
                let rate = max(0, (processor - last.processor).milliseconds) / interval * 1000
                statistics.cpuUtilization = rate
                peak = max(peak ?? 0, rate)
            }
            last = (sample.time, processor)
        }
        statistics.cpuUtilizationPeak = peak
        if let memory = sample.usage.memory {
            statistics.memory = Int64(clamping: memory.workingSetBytes)
            statistics.memoryPeak = memory.peakBytes.map(Int64.init(clamping:))
            statistics.memoryLimit = memory.limitBytes.map(Int64.init(clamping:))
        }
        statistics.ioRead = sample.usage.io.map { Int64(clamping: $0.readBytes) }
        statistics.ioWrite = sample.usage.io.map { Int64(clamping: $0.writtenBytes) }
        statistics.netReceived = sample.network.map { Int64(clamping: $0.receivedBytes) }
        statistics.netSent = sample.network.map { Int64(clamping: $0.sentBytes) }
        statistics.scratchSize = sample.scratch
        return statistics
    }
}

extension Duration {
    fileprivate var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
