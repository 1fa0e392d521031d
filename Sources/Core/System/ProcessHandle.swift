#if os(Linux)
    import CLinux
    import Glibc

    /// A process held by descriptor, so that a reused pid is never signalled by mistake.
    public struct ProcessHandle: ~Copyable, Sendable {
        private let descriptor: Descriptor

        /// Opens the process that has `pid` now.
        ///
        /// - Throws: ``SystemCallError`` with `ESRCH` when no such process exists.
        public init(pid: Int32) throws(SystemCallError) {
            descriptor = Descriptor(owning: try checked("pidfd_open") { bai_pidfd_open(pid, 0) })
        }

        /// The descriptor to poll: it becomes readable when the process has ended.
        public var pollDescriptor: CInt { descriptor.number }

        /// Sends `signal`; a process that has already exited is `ESRCH`.
        public borrowing func send(_ signal: CInt) throws(SystemCallError) {
            let number = descriptor.number
            try checked("pidfd_send_signal") { bai_pidfd_send_signal(number, signal) }
        }

        /// Reaps the process if it is a child of ours and has ended.
        ///
        /// - Returns: How it ended, or nil while it runs.
        /// - Throws: ``SystemCallError`` with `ECHILD` when it is not our child.
        public borrowing func reap() throws(SystemCallError) -> ProcessEnd? {
            let number = descriptor.number
            var code: CInt = 0
            var status: CInt = 0
            let ended = try checked("waitid") { bai_pidfd_reap(number, &code, &status) }
            guard ended == 1 else { return nil }
            return code == CLD_EXITED ? .exited(status) : .signalled(status)
        }
    }

    /// How a process ended.
    public enum ProcessEnd: Sendable, Equatable {
        /// By itself, with this code.
        case exited(CInt)
        /// By this signal.
        case signalled(CInt)

        /// From the status word of waitpid(2).
        public init(waitStatus: CInt) {
            let signal = waitStatus & 0x7f
            self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
        }

        /// The code a shell would report: the program's own, or 128 + the signal.
        public var exitCode: Int {
            switch self {
            case .exited(let code): Int(code)
            case .signalled(let signal): 128 + Int(signal)
            }
        }
    }
#endif
