/// The events of a session's life, by their names on the wire.
///
/// - SeeAlso: the event classes in the original's `common/events.py`.
public enum SessionEventName: String, Sendable, CaseIterable {
    case sessionEnqueued = "session_enqueued"
    case sessionScheduled = "session_scheduled"
    case sessionPreparing = "session_preparing"
    case sessionStarted = "session_started"
    /// It will end soon unless it is used; the original has no such event.
    case sessionIdleWarning = "session_idle_warning"
    case sessionTerminating = "session_terminating"
    case sessionTerminated = "session_terminated"
    case sessionCancelled = "session_cancelled"
    case sessionSuccess = "session_success"
    case sessionFailure = "session_failure"
    case kernelPreparing = "kernel_preparing"
    case kernelPulling = "kernel_pulling"
    case kernelCreating = "kernel_creating"
    case kernelStarted = "kernel_started"
    case kernelTerminating = "kernel_terminating"
    case kernelTerminated = "kernel_terminated"
    case kernelCancelled = "kernel_cancelled"

    /// Whether it is of one kernel, not of the session as a whole.
    public var isOfKernel: Bool { rawValue.hasPrefix("kernel_") }

    /// Whether the session's life is over with it.
    public var isLast: Bool { self == .sessionTerminated || self == .sessionCancelled }
}
