/// Where one session stands between its request and its end.
///
/// A pure value: it performs no I/O and reads no clock. The caller gives it an ``Event``, saves ``status`` and
/// ``kernels``, and only then carries out the effects; after a crash it carries out ``outstanding`` instead, so
/// nothing is lost in between. Every effect can be repeated.
public struct SessionLifecycle: Sendable, Equatable {
    /// What can happen to a session.
    public enum Event: Sendable, Equatable {
        /// The scheduler chose an agent for every kernel.
        case placed
        /// The commands to start are about to be given.
        case startRequested
        /// A kernel's sandbox is up.
        case kernelStarted(KernelID)
        /// A kernel could not be started.
        case kernelFailed(KernelID)
        /// A kernel ended, by itself or because it was told to: the main kernel's end is the session's, and so is every
        /// other's that ends before all have been running.
        case kernelStopped(KernelID)
        /// A kernel is given up with its agent: its end is the session's, whichever it is.
        case kernelLost(KernelID)
        /// Somebody wants the session to end.
        case terminationRequested
        /// Another session takes its place: it ends, and waits again for one of its own.
        case preempted
        /// Somebody wants its kernels to begin anew, with their files and all that they were allocated.
        case restartRequested
    }

    /// What the caller must do once the new state is saved.
    public enum Effect: Sendable, Equatable {
        case startKernels([KernelID])
        case stopKernels([KernelID])
        case restartKernels([KernelID])
    }

    /// An event that the present state does not accept; callers log it and drop it.
    public struct InvalidTransition: Error, Equatable {
        /// The status that refused.
        public let status: SessionStatus
        /// The event refused.
        public let event: Event
    }

    /// The kernel whose status leads.
    public let main: KernelID
    /// The session's status.
    public private(set) var status: SessionStatus
    /// Each kernel's status.
    public private(set) var kernels: [KernelID: KernelStatus]
    /// Whether it waits again once its kernels have ended, with others in their places, instead of ending with them.
    public private(set) var waitsAgain: Bool

    /// Takes up a session as it was saved.
    public init(
        main: KernelID, status: SessionStatus, kernels: [KernelID: KernelStatus], waitsAgain: Bool = false
    ) {
        self.main = main
        self.status = status
        self.kernels = kernels
        self.waitsAgain = waitsAgain
    }

    /// The kernels that hold resources.
    public var holding: [KernelID] {
        kernels.filter { $0.value != .pending && !$0.value.isFinal }.keys.sorted()
    }

    /// The effects that the present state still wants, for a manager that has just restarted.
    public var outstanding: [Effect] {
        switch status {
        case .scheduled, .preparing: [.startKernels(nextToStart)]
        case .restarting: [.restartKernels(kernels.filter { $0.value == .restarting }.keys.sorted())]
        case .terminating: [.stopKernels(holding)]
        default: []
        }
    }

    /// The kernels to start now: the main one, whose command may need them all, after the others.
    private var nextToStart: [KernelID] {
        let others = kernels.filter { $0.key != main && $0.value != .running }.keys.sorted()
        return others.isEmpty ? [main] : others
    }

    /// Moves to the next state.
    ///
    /// - Returns: The effects to carry out, in order.
    /// - Throws: ``InvalidTransition``, with the state unchanged; also for kernels that are not the session's or have
    ///   ended already.
    public mutating func handle(_ event: Event) throws(InvalidTransition) -> [Effect] {
        if let kernel = event.kernel, kernels[kernel]?.isFinal ?? true {
            throw InvalidTransition(status: status, event: event)
        }
        switch (event, status) {
        case (.placed, .pending):
            setAll(.scheduled)
            return []
        case (.startRequested, .scheduled):
            setAll(.preparing)
            return outstanding
        case (.kernelStarted(let kernel), .preparing) where kernels[kernel] == .preparing:
            kernels[kernel] = .running
            if kernels.values.allSatisfy({ $0 == .running }) { status = .running }
            return status == .preparing && nextToStart == [main] ? outstanding : []
        case (.restartRequested, .running):
            setAll(.restarting)
            return outstanding
        case (.kernelStarted(let kernel), .restarting) where kernels[kernel] == .restarting:
            kernels[kernel] = .running
            if kernels.values.allSatisfy({ $0 == .running }) { status = .running }
            return []
        case (.terminationRequested, .pending):
            setAll(.cancelled)
            return []
        case (.terminationRequested, .scheduled), (.terminationRequested, .preparing),
            (.terminationRequested, .running),
            (.terminationRequested, .runningDegraded), (.terminationRequested, .restarting):
            for kernel in holding { kernels[kernel] = .terminating }
            status = .terminating
            return outstanding
        case (.preempted, .scheduled), (.preempted, .preparing), (.preempted, .running),
            (.preempted, .runningDegraded), (.preempted, .restarting):
            waitsAgain = true
            return try handle(.terminationRequested)
        case (.terminationRequested, .terminating) where waitsAgain:
            // Somebody does not want it any more.
            waitsAgain = false
            return []
        case (.kernelFailed(let kernel), .preparing), (.kernelFailed(let kernel), .scheduled):
            return end(kernel, as: .cancelled)
        case (.kernelStopped(let kernel), .running) where kernel != main,
            (.kernelStopped(let kernel), .runningDegraded) where kernel != main:
            kernels[kernel] = .terminated
            status = .runningDegraded
            return []
        case (.kernelStopped(let kernel), .preparing), (.kernelStopped(let kernel), .running),
            (.kernelStopped(let kernel), .runningDegraded), (.kernelStopped(let kernel), .restarting),
            (.kernelStopped(let kernel), .terminating), (.kernelFailed(let kernel), .terminating),
            (.kernelFailed(let kernel), .restarting), (.kernelLost(let kernel), .scheduled),
            (.kernelLost(let kernel), .preparing), (.kernelLost(let kernel), .running),
            (.kernelLost(let kernel), .runningDegraded), (.kernelLost(let kernel), .restarting),
            (.kernelLost(let kernel), .terminating):
            return end(kernel, as: .terminated)
        default:
            throw InvalidTransition(status: status, event: event)
        }
    }

    private mutating func setAll(_ next: SessionStatus) {
        status = next
        for kernel in kernels.keys { kernels[kernel] = next }
    }

    /// Ends one kernel, and the session with it: at once if it was the last, else by stopping the others.
    private mutating func end(_ kernel: KernelID, as final: SessionStatus) -> [Effect] {
        kernels[kernel] = final
        guard holding.isEmpty else {
            // They have been told already.
            if status == .terminating { return [] }
            for other in holding { kernels[other] = .terminating }
            status = .terminating
            return outstanding
        }
        // What never ran as a whole is cancelled, whichever of its kernels ends last.
        let last = kernels.values.contains(.cancelled) ? .cancelled : final
        status = waitsAgain ? .pending : last
        waitsAgain = false
        return []
    }
}

extension SessionLifecycle.Event {
    /// The kernel that the event is about, if it is about one.
    fileprivate var kernel: KernelID? {
        switch self {
        case .kernelStarted(let kernel), .kernelFailed(let kernel), .kernelStopped(let kernel),
            .kernelLost(let kernel):
            kernel
        case .placed, .startRequested, .terminationRequested, .preempted, .restartRequested: nil
        }
    }
}
