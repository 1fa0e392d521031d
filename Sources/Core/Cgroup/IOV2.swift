#if os(Linux)
    /// The io controller of v2 (admin-guide/cgroup-v2.rst, "IO Interface Files").
    struct IOV2 {
        let directory: String

        func read() throws(CgroupError) -> CgroupStatistics.IO? {
            guard let text = try ControlFile(directory, "io.stat").text() else { return nil }
            return CgroupStatistics.IO(
                readBytes: ControlFileText.sum(of: "rbytes", in: text),
                writtenBytes: ControlFileText.sum(of: "wbytes", in: text)
            )
        }
    }
#endif
