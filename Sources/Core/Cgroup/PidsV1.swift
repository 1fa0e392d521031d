#if os(Linux)
    /// The pids controller of v1 (admin-guide/cgroup-v1/pids.rst).
    struct PidsV1 {
        let directory: String

        func read() throws(CgroupError) -> CgroupStatistics.Pids? {
            guard let current = try ControlFile(directory, "pids.current").number() else { return nil }
            return CgroupStatistics.Pids(
                current: current,
                limit: try ControlFile(directory, "pids.max").number(),
                refused: try ControlFile(directory, "pids.events").counters()?["max"]
            )
        }
    }
#endif
