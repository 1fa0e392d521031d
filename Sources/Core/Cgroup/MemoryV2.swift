#if os(Linux)
    /// The memory controller of v2 (admin-guide/cgroup-v2.rst, "Memory Interface Files").
    struct MemoryV2 {
        let directory: String

        /// The kernel's count of processes killed for lack of memory.
        func oomKills() throws(CgroupError) -> UInt64? {
            try ControlFile(directory, "memory.events").counters()?["oom_kill"]
        }

        func read() throws(CgroupError) -> CgroupStatistics.Memory? {
            guard let usage = try ControlFile(directory, "memory.current").number(),
                let details = try ControlFile(directory, "memory.stat").counters()
            else { return nil }
            let inactive = details["inactive_file"] ?? 0
            return CgroupStatistics.Memory(
                workingSetBytes: usage > inactive ? usage - inactive : 0,
                peakBytes: try ControlFile(directory, "memory.peak").number(),
                limitBytes: try ControlFile(directory, "memory.max").number(),
                oomKills: try oomKills()
            )
        }
    }
#endif
