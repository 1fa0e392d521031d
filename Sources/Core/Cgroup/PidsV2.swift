#if os(Linux)
    /// The pids controller of v2 (admin-guide/cgroup-v2.rst, "PID Interface Files").
    struct PidsV2 {
        let directory: String

        func read() throws(CgroupError) -> CgroupStatistics.Pids? {
            guard let current = try ControlFile(directory, "pids.current").number() else { return nil }
            // Since Linux 6.11 `pids.events` also counts the groups below, and the `.local` file only this one;
            // a kernel's limit can only be hit as a whole, so the first is the one wanted.
            return CgroupStatistics.Pids(
                current: current,
                limit: try ControlFile(directory, "pids.max").number(),
                refused: try ControlFile(directory, "pids.events").counters()?["max"]
            )
        }
    }
#endif
