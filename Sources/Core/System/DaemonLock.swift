#if os(Linux)
    import CLinux
    import Glibc

    /// The file by which a daemon shows that it lives: locked as long as it does, with its process id inside.
    ///
    /// The lock goes with the process, however it ends, so a stale file never counts.
    public struct DaemonLock: ~Copyable, Sendable {
        private let file: Descriptor

        /// Another process holds the lock.
        public struct Held: Error, CustomStringConvertible {
            /// Which file.
            public let path: String
            /// The holder, if it has written its id.
            public let pid: Int32?

            public var description: String {
                "another process\(pid.map { " (\($0))" } ?? "") already runs with `\(path)`"
            }
        }

        /// Takes the lock and writes this process's id.
        ///
        /// - Throws: ``Held``, or ``SystemCallError``.
        public init(taking path: String) throws {
            let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
            let number = file.number
            let outcome = bai_lock_file(number, 0)
            if outcome == -EWOULDBLOCK { throw Held(path: path, pid: DaemonLock.holder(of: path)) }
            try checked("fcntl", path: path) { outcome }
            try checkedLibc("ftruncate", path: path) { ftruncate(number, 0) }
            try file.write(Array("\(getpid())\n".utf8))
            self.file = file
        }

        /// The process that holds the lock of `path`; nil when nobody does.
        public static func holder(of path: String) -> Int32? {
            guard let file = try? Descriptor.open(path, O_RDWR | O_NOFOLLOW) else { return nil }
            let number = file.number
            guard bai_is_locked(number) == 1 else { return nil }
            guard let bytes = try? file.read(upTo: 32) else { return nil }
            return Int32(String(decoding: bytes, as: UTF8.self).filter(\.isNumber))
        }
    }
#endif
