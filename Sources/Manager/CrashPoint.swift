import Core
import Glibc
import Synchronization

/// A moment between what is saved and what is done about it, at which a manager can be made to die.
///
/// For tests of what is left then: only a build with assertions can be told to.
public enum CrashPoint: String, CaseIterable, Sendable {
    /// A session is saved, and whoever asked for it does not know yet.
    case enqueued
    /// The scheduler has decided, and nothing is saved.
    case decided
    /// What it decided is written, and the transaction is open.
    case saving
    /// The transaction is on disk, and nobody has been told.
    case saved
    /// A kernel is about to be started.
    case starting
    /// An agent has started a kernel, and that is not saved.
    case started
    /// It is saved that a session runs.
    case running
    /// It is saved that a session is to end, and its agent does not know.
    case terminating
    /// An agent has stopped a kernel, and that is not saved.
    case stopped
    /// It is saved that a session has ended.
    case ended

    #if DEBUG
        /// Which point kills, and how often it is passed before.
        private static let armed = Mutex<(point: CrashPoint, passes: Int)?>(nil)

        /// Has this process die when it passes a point for the `passes`th time.
        public static func arm(_ point: CrashPoint, passes: Int) {
            armed.withLock { $0 = (point, passes) }
        }

        /// Notes that the point is passed.
        func pass() {
            let isLast = CrashPoint.armed.withLock { armed in
                guard armed?.point == self, let left = armed?.passes else { return false }
                armed?.passes = left - 1
                return left <= 1
            }
            if isLast { kill(getpid(), SIGKILL) }
        }
    #else
        /// Notes nothing.
        func pass() {}
    #endif
}
