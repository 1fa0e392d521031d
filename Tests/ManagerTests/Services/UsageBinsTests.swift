import Core
import Testing

@testable import Manager

@Suite("Bins of usage")
struct UsageBinsTests {
    private static let now: Int64 = 1_800_000_123

    private static func span(
        _ kernel: String, _ slot: SlotName, _ amount: Quantity, from: Int64, to: Int64?, main: Bool = true
    ) -> AllocationSpan {
        var statistics = KernelStatistics()
        statistics.ioRead = 7
        return AllocationSpan(
            kernel: KernelID(rawValue: kernel), isMain: main, slot: slot, amount: amount, began: from * 1_000_000,
            ended: to.map { $0 * 1_000_000 }, statistics: statistics)
    }

    @Test("count 30 days in quarters of an hour, the last one being the present")
    func shape() {
        let bins = UsageBins(endingAt: Self.now)
        #expect(bins.bins.count == 2880 && bins.start % 900 == 0)
        #expect(bins.start + 2879 * 900 <= Self.now && Self.now < bins.start + 2880 * 900)
    }

    @Test("a kernel counts in every bin that it lived in, once for all its slots")
    func spans() {
        var bins = UsageBins(endingAt: Self.now)
        let start = bins.start
        bins.add(Self.span("a", .cpu, Quantity(2), from: start + 900, to: start + 2700))
        bins.add(Self.span("a", .mem, Quantity(512), from: start + 900, to: start + 2700))
        bins.add(
            Self.span("a", SlotName("cuda.shares"), Quantity(thousandths: 500), from: start + 900, to: start + 2700))
        let made = bins.bins
        #expect(made.prefix(5).map(\.sessions) == [0, 1, 1, 1, 0])
        #expect(made[1].cpu == 2000 && made[1].memory == 512 && made[1].accelerators == 500 && made[1].readBytes == 7)
        #expect(made[4] == UsageBins.Bin())
    }

    @Test("what began before, or has not ended, is counted as far as the bins reach")
    func edges() {
        var bins = UsageBins(endingAt: Self.now)
        bins.add(Self.span("a", .cpu, Quantity(1), from: bins.start - 99999, to: nil))
        bins.add(Self.span("b", .cpu, Quantity(1), from: bins.start - 99999, to: bins.start + 1, main: false))
        bins.add(Self.span("c", .cpu, Quantity(1), from: Self.now + 10_000, to: nil))
        let made = bins.bins
        #expect(made[0].cpu == 2000 && made[0].sessions == 1)
        #expect(made[2879].cpu == 1000)
    }
}
