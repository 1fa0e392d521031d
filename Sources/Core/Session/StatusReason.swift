/// Why a session or kernel entered its status: `status_info` on the wire.
///
/// - SeeAlso: `KernelLifecycleEventReason` in the original's `common/events.py`.
public enum StatusReason: String, Sendable, Codable, CaseIterable {
    case scheduled
    case noAvailableInstances = "no-available-instances"
    case predicateChecksFailed = "predicate-checks-failed"
    case pendingTimeout = "pending-timeout"
    case userRequested = "user-requested"
    case forceTerminated = "force-terminated"
    case selfTerminated = "self-terminated"
    case alreadyTerminated = "already-terminated"
    case failedToCreate = "failed-to-create"
    case failedToStart = "failed-to-start"
    case idleTimeout = "idle-timeout"
    case idleSessionLifetime = "idle-session-lifetime"
    case idleUtilization = "idle-utilization"
    case outOfMemory = "oom-killed"
    case taskDone = "task-done"
    case taskFailed = "task-failed"
    case agentTermination = "agent-termination"
    case agentLost = "agent-lost"
    case creationTimeout = "creation-timeout"
    case hangTimeout = "hang-timeout"
    case execTimeout = "exec-timeout"
    case preempted
    case restarting
    case dependencyFailed = "dependency-failed"
    case deviceFailed = "device-failed"
    case notFoundInManager = "not-found-in-manager"
    case unknown
}
