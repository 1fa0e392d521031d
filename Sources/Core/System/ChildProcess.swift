#if os(Linux)
    import Glibc

    extension HostProgram {
        /// Runs the program to its end and answers what it wrote, output and errors together.
        ///
        /// Blocks the thread.
        ///
        /// - Throws: ``SystemCallError`` when it cannot be started or read.
        public func run() throws(SystemCallError) -> (end: ProcessEnd, output: String) {
            var ends: [CInt] = [-1, -1]
            try checkedLibc("pipe") { pipe(&ends) }
            let reading = Descriptor(owning: ends[0])
            let writing = Descriptor(owning: ends[1])
            let process = try start(output: writing)
            _ = consume writing
            var bytes: [UInt8] = []
            while true {
                let chunk = try reading.read(upTo: 64 << 10)
                if chunk.isEmpty { break }
                bytes += chunk
            }
            var polled = pollfd(fd: process.pollDescriptor, events: Int16(POLLIN), revents: 0)
            try checkedLibc("poll") { poll(&polled, 1, -1) }
            return (try process.reap() ?? .exited(0), String(decoding: bytes, as: UTF8.self))
        }
    }
#endif
