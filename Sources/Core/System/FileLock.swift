#if os(Linux)
    import CLinux
    import Glibc

    /// A lock between processes, held as long as the value lives.
    public struct FileLock: ~Copyable, Sendable {
        private let file: Descriptor

        /// Waits until nobody else holds the lock of `path`, a file that is made when absent.
        ///
        /// - Throws: ``SystemCallError`` with the path.
        public init(waitingFor path: String) throws(SystemCallError) {
            let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
            let number = file.number
            try checked("fcntl", path: path) { bai_lock_file(number, 1) }
            self.file = file
        }

        /// Gives the lock back; so does the end of the value's life.
        public consuming func release() {}
    }
#endif
