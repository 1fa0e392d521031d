import Core
import Testing

@testable import Agent

@Suite("StatisticsSampler")
struct StatisticsSamplerTests {
    private let start = ContinuousClock.now

    private func sample(after: Duration, processor: Duration) -> StatisticsSampler.Sample {
        var usage = CgroupStatistics()
        usage.cpu = CgroupStatistics.CPU(usage: processor)
        usage.memory = CgroupStatistics.Memory(
            workingSetBytes: 5, peakBytes: nil, limitBytes: .max, oomKills: nil)
        return .init(
            time: start + after, usage: usage, network: NetworkStatistics(receivedBytes: 3, sentBytes: 4), scratch: 7)
    }

    @Test("utilization needs two looks, and its peak stays")
    func utilization() {
        var sampler = StatisticsSampler()
        let first = sampler.statistics(sample(after: .zero, processor: .milliseconds(100)))
        #expect(first.cpuUsed == 100)
        #expect(first.cpuUtilization == nil)

        let second = sampler.statistics(sample(after: .seconds(2), processor: .milliseconds(2100)))
        #expect(second.cpuUtilization == 1000)

        let third = sampler.statistics(sample(after: .seconds(4), processor: .milliseconds(2600)))
        #expect(third.cpuUtilization == 250)
        #expect(third.cpuUtilizationPeak == 1000)
    }

    @Test("a processor time that seems to fall, or no time between looks, gives no nonsense")
    func strange() {
        var sampler = StatisticsSampler()
        _ = sampler.statistics(sample(after: .zero, processor: .milliseconds(100)))
        #expect(sampler.statistics(sample(after: .zero, processor: .milliseconds(200))).cpuUtilization == nil)
        #expect(sampler.statistics(sample(after: .seconds(1), processor: .milliseconds(50))).cpuUtilization == 0)
    }

    @Test("the other numbers pass through, limits too large for a wire number as its greatest")
    func others() {
        var sampler = StatisticsSampler()
        let statistics = sampler.statistics(sample(after: .zero, processor: .zero))
        #expect(statistics.memory == 5)
        #expect(statistics.memoryPeak == nil)
        #expect(statistics.memoryLimit == .max)
        #expect(statistics.netReceived == 3)
        #expect(statistics.netSent == 4)
        #expect(statistics.scratchSize == 7)
        #expect(statistics.ioRead == nil)
    }
}
