/// One change of status, as history keeps it, and the events that it is.
public struct StatusChange: Sendable, Equatable {
    /// The number of its row.
    public let row: Int64
    /// What changed.
    public let subject: SessionEventSubject
    /// What it was before; nil where it began, and the same for a session that is warned of its end.
    public let from: SessionStatus?
    /// What it became.
    public let to: SessionStatus
    /// Why, in the wire's words.
    public let reason: String?

    /// Describes a change.
    public init(
        row: Int64, subject: SessionEventSubject, from: SessionStatus?, to: SessionStatus, reason: String? = nil
    ) {
        self.row = row
        self.subject = subject
        self.from = from
        self.to = to
        self.reason = reason
    }

    /// The events, in order.
    ///
    /// How a batch session's program came out is told by the end of its main kernel, as in the original before anything
    /// else of the end. What a restart comes to is told as a start.
    public var events: [SessionEvent] {
        names.enumerated().map { part, name in
            SessionEvent(
                position: SessionEventPosition(row: row, part: part), name: name, reason: words(of: name),
                exitCode: exitCode(of: name), subject: subject)
        }
    }

    private var names: [SessionEventName] {
        guard let kernel = subject.kernel else { return sessionName.map { [$0] } ?? [] }
        // A note in the history of a kernel that stays as it is, such as that a device has failed under it.
        if from == to { return [] }
        switch to {
        case .preparing: return [.kernelPreparing, .kernelCreating]
        case .pulling: return [.kernelPulling]
        case .running: return [.kernelStarted]
        case .terminating: return [.kernelTerminating]
        case .terminated:
            guard subject.type == .batch, kernel.id == subject.mainKernel, let result = outcome else {
                return [.kernelTerminated]
            }
            return [result, .kernelTerminated]
        case .cancelled: return [.kernelCancelled]
        case .pending, .scheduled, .restarting, .runningDegraded, .error: return []
        }
    }

    private var sessionName: SessionEventName? {
        // What stays as it is has been warned of its end.
        if from == to { return .sessionIdleWarning }
        return switch to {
        case .pending: .sessionEnqueued
        case .scheduled: .sessionScheduled
        case .preparing: .sessionPreparing
        case .running: .sessionStarted
        case .terminating: .sessionTerminating
        case .terminated: .sessionTerminated
        case .cancelled: .sessionCancelled
        case .pulling, .restarting, .runningDegraded, .error: nil
        }
    }

    /// How the program of a batch session came out; nil where somebody ended it.
    private var outcome: SessionEventName? {
        switch reason.flatMap(StatusReason.init) {
        case .taskDone: .sessionSuccess
        case .taskFailed, .selfTerminated, .alreadyTerminated, .outOfMemory, .agentTermination, .agentLost,
            .hangTimeout,
            .creationTimeout, .failedToStart, nil:
            .sessionFailure
        default: nil
        }
    }

    private func words(of name: SessionEventName) -> String {
        let isStart = name == .sessionStarted || name == .kernelStarted
        if isStart, from == .restarting { return StatusReason.restarting.rawValue }
        return reason ?? ""
    }

    private func exitCode(of name: SessionEventName) -> Int? {
        switch name {
        case .sessionSuccess: subject.kernel?.exitCode ?? 0
        // Clients end with it: no number would mean success to them.
        case .sessionFailure: subject.kernel?.exitCode ?? 1
        // -1 is the original's number for what is not known.
        case .kernelTerminating: -1
        case .kernelTerminated: subject.kernel?.exitCode ?? -1
        default: nil
        }
    }
}
