#if os(Linux)
    /// The memory controller of v1 (admin-guide/cgroup-v1/memory.rst).
    struct MemoryV1 {
        let directory: String

        /// v1 writes "no limit" as the largest signed number cut to whole pages, which are at most 64 KiB.
        private static let unlimited: UInt64 = 0x7FFF_FFFF_FFFF_0000

        /// The kernel's count of processes killed for lack of memory.
        func oomKills() throws(CgroupError) -> UInt64? {
            try ControlFile(directory, "memory.oom_control").counters()?["oom_kill"]
        }

        func read() throws(CgroupError) -> CgroupStatistics.Memory? {
            guard let usage = try ControlFile(directory, "memory.usage_in_bytes").number(),
                let details = try ControlFile(directory, "memory.stat").counters()
            else { return nil }
            // `total_` counts the groups below as well, as the usage does.
            let inactive = details["total_inactive_file"] ?? details["inactive_file"] ?? 0
            let limit = try ControlFile(directory, "memory.limit_in_bytes").number()
            return CgroupStatistics.Memory(
                workingSetBytes: usage > inactive ? usage - inactive : 0,
                peakBytes: try ControlFile(directory, "memory.max_usage_in_bytes").number(),
                limitBytes: limit.flatMap { $0 >= Self.unlimited ? nil : $0 },
                oomKills: try oomKills()
            )
        }
    }
#endif
