#if os(Linux)
    /// The blkio controller of v1 (admin-guide/cgroup-v1/blkio-controller.rst).
    struct IOV1 {
        let directory: String

        func read() throws(CgroupError) -> CgroupStatistics.IO? {
            // The recursive file came later than the plain one.
            let recursive = try ControlFile(directory, "blkio.throttle.io_service_bytes_recursive").text()
            let plain = try ControlFile(directory, "blkio.throttle.io_service_bytes").text()
            guard let text = recursive ?? plain else { return nil }
            var io = CgroupStatistics.IO(readBytes: 0, writtenBytes: 0)
            for line in text.split(separator: "\n") {
                // `254:0 Read 4096`; the last line is `Total 4096`.
                let words = line.split(separator: " ")
                guard words.count == 3, let bytes = UInt64(words[2]) else { continue }
                switch words[1] {
                case "Read": io.readBytes &+= bytes
                case "Write": io.writtenBytes &+= bytes
                default: break
                }
            }
            return io
        }
    }
#endif
