#if os(Linux)
    /// Processor time on v2 (admin-guide/cgroup-v2.rst, "CPU Interface Files").
    ///
    /// `cpu.stat` is there without the controller too, with the usage alone.
    struct CPUV2 {
        let directory: String

        func read() throws(CgroupError) -> CgroupStatistics.CPU? {
            guard let details = try ControlFile(directory, "cpu.stat").counters(),
                let usage = details["usage_usec"]
            else { return nil }
            return CgroupStatistics.CPU(
                usage: .microseconds(usage),
                throttledPeriods: details["nr_throttled"],
                throttled: details["throttled_usec"].map { .microseconds($0) }
            )
        }
    }
#endif
