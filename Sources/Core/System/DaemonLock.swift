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
            guard let pid = Int32(String(decoding: bytes, as: UTF8.self).filter(\.isNumber)) else { return nil }
            guard isEnding(pid) else { return pid }
            // It keeps the lock until its memory has been given back, and serves nobody any more.
            var looks = 0
            while bai_is_locked(number) == 1 {
                guard looks < 2000 else { return pid }
                usleep(1000)
                looks += 1
            }
            return nil
        }

        /// Whether a process has been killed or is on its way out, though it is there still.
        ///
        /// - SeeAlso: proc_pid_stat(5): the fields `flags` and `signal`.
        private static func isEnding(_ pid: Int32) -> Bool {
            guard let text = try? FileText.read("/proc/\(pid)/stat"), let name = text.lastIndex(of: ")") else {
                return false
            }
            // The first field behind the name is the third of all.
            let fields = text[text.index(after: name)...].split(separator: " ")
            guard fields.count > 28, let flags = UInt64(fields[6]), let pending = UInt64(fields[28]) else {
                return false
            }
            let (exiting, killed) = (UInt64(4), UInt64(1) << (UInt64(SIGKILL) - 1))
            return flags & exiting != 0 || pending & killed != 0
        }
    }
#endif
