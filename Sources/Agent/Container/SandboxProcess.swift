public import Core
import Glibc
import Synchronization

/// Process 1 of a sandbox, and the one place where it is reaped.
public final class SandboxProcess: Sendable {
    /// How the process ended.
    public enum End: Sendable, Equatable {
        /// As the kernel told its parent, us.
        case known(ProcessEnd)
        /// It was no child of this agent, but of one that has died.
        case unknown
    }

    /// Its number on the host.
    public let pid: Int32
    private let handle: ProcessHandle
    private let watch: ProcessWatch
    private let ended = Mutex<End?>(nil)

    /// Holds the process that has `pid` now.
    ///
    /// - Throws: ``SystemCallError`` with `ESRCH` when it is gone.
    init(pid: Int32, watch: ProcessWatch) throws(SystemCallError) {
        self.pid = pid
        handle = try ProcessHandle(pid: pid)
        self.watch = watch
    }

    /// Waits until the process has ended, for any number of callers; nil if the task is cancelled first.
    ///
    /// Its end is known if this process is its parent or a child subreaper (PR_SET_CHILD_SUBREAPER).
    public func end() async -> End? {
        if let end = ended.withLock({ $0 }) { return end }
        guard await watch.end(of: handle) else { return nil }
        return ended.withLock { ended in
            if ended == nil {
                do throws(SystemCallError) {
                    ended = try handle.reap().map(End.known) ?? .unknown
                } catch {
                    ended = .unknown
                }
            }
            return ended
        }
    }

    /// Sends a signal; a process that has ended is `ESRCH`.
    public func send(_ signal: CInt) throws(SystemCallError) {
        try handle.send(signal)
    }
}
