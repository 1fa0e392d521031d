import Core
import Testing

@Suite("Kernel statistics")
struct KernelStatisticsTests {
    @Test("have the shape of the original's live_stat: decimal strings, and the status at the end")
    func wire() {
        var statistics = KernelStatistics()
        statistics.cpuUsed = 1234.5
        statistics.cpuUtilization = 500
        statistics.cpuUtilizationPeak = 999.9996
        statistics.memory = 2048
        statistics.memoryPeak = 4096
        statistics.memoryLimit = 8192
        statistics.netReceived = 7

        #expect(
            statistics.wire(status: "terminated").encodedText
                == #"{"version":2,"cpu_util":{"current":"500","capacity":"1000","pct":"50.00","unit_hint":"percent","#
                + #""stats.max":"1000"},"cpu_used":{"current":"1234.5","capacity":null,"pct":"0.00","unit_hint":"msec"},"#
                + #""mem":{"current":"2048","capacity":"8192","pct":"25.00","unit_hint":"bytes","stats.max":"4096"},"#
                + #""net_rx":{"current":"7","capacity":null,"pct":"0.00","unit_hint":"bps"},"status":"terminated"}"#
        )
    }

    @Test("say nothing of what is not known, the version included")
    func empty() {
        #expect(KernelStatistics().wire().encodedText == "{}")
        #expect(KernelStatistics().wire(status: "terminated").encodedText == #"{"status":"terminated"}"#)
    }

    @Test("show every metric under the original's name")
    func names() {
        var statistics = KernelStatistics()
        (statistics.cpuUsed, statistics.cpuUtilization) = (1, 1)
        (statistics.memory, statistics.scratchSize) = (1, 1)
        (statistics.ioRead, statistics.ioWrite, statistics.netReceived, statistics.netSent) = (1, 1, 1, 1)
        let names = statistics.wire().members?.map(\.name).sorted()

        #expect(
            names == [
                "cpu_used", "cpu_util", "io_read", "io_scratch_size", "io_write", "mem", "net_rx", "net_tx", "version",
            ]
        )
    }

    @Test("survive what no machine should report: an unlimited or senseless amount is shown, never a crash")
    func extremes() {
        var statistics = KernelStatistics()
        statistics.memory = .max
        statistics.memoryLimit = .max
        statistics.cpuUsed = .infinity
        statistics.cpuUtilization = .nan
        statistics.cpuUtilizationPeak = -1

        #expect(statistics.wire()["mem"]?["pct"]?.text == "100.00")
        #expect(statistics.wire()["cpu_used"]?["current"]?.text?.isEmpty == false)
    }

    @Test("no capacity means no percentage")
    func percentage() {
        var statistics = KernelStatistics()
        statistics.memory = 5
        statistics.memoryLimit = 0

        #expect(statistics.wire()["mem"]?["pct"]?.text == "0.00")
    }
}
