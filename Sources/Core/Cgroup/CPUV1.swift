#if os(Linux)
    /// The two processor controllers of v1, which may be mounted together or apart.
    struct CPUV1 {
        /// The group in the `cpuacct` hierarchy.
        let accounting: String
        /// The group in the `cpu` hierarchy, if that is mounted.
        let quota: String?

        func read() throws(CgroupError) -> CgroupStatistics.CPU? {
            // Nanoseconds (admin-guide/cgroup-v1/cpuacct.rst).
            guard let usage = try ControlFile(accounting, "cpuacct.usage").number() else { return nil }
            // `throttled_time` is in nanoseconds (scheduler/sched-bwc.rst).
            let details: [Substring: UInt64]?
            if let quota {
                details = try ControlFile(quota, "cpu.stat").counters()
            } else {
                details = nil
            }
            return CgroupStatistics.CPU(
                usage: .nanoseconds(usage),
                throttledPeriods: details?["nr_throttled"],
                throttled: details?["throttled_time"].map { .nanoseconds($0) }
            )
        }
    }
#endif
