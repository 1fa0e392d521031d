import Core
import Testing

@Suite("Session lifecycle")
struct SessionLifecycleTests {
    private static let main = KernelID(rawValue: "main1")
    private static let sub = KernelID(rawValue: "sub1")

    private static func session(_ status: SessionStatus, main: KernelStatus, sub: KernelStatus) -> SessionLifecycle {
        SessionLifecycle(main: Self.main, status: status, kernels: [Self.main: main, Self.sub: sub])
    }

    private static func single(_ status: SessionStatus) -> SessionLifecycle {
        SessionLifecycle(main: main, status: status, kernels: [main: status])
    }

    @Test("starts its kernels once they are placed, the main one when the others run, and runs when it does")
    func start() throws {
        var session = Self.session(.pending, main: .pending, sub: .pending)

        #expect(try session.handle(.placed) == [])
        #expect(session.status == .scheduled)
        #expect(try session.handle(.startRequested) == [.startKernels([Self.sub])])
        #expect(try session.handle(.kernelStarted(Self.sub)) == [.startKernels([Self.main])])
        #expect(session.status == .preparing)
        #expect(try session.handle(.kernelStarted(Self.main)) == [])
        #expect(session == Self.session(.running, main: .running, sub: .running))
    }

    @Test("runs again when the last of its kernels has begun anew, and holds all that it had meanwhile")
    func restart() throws {
        var session = Self.session(.running, main: .running, sub: .running)

        #expect(try session.handle(.restartRequested) == [.restartKernels([Self.main, Self.sub])])
        #expect(session.holding == [Self.main, Self.sub])
        #expect(try session.handle(.kernelStarted(Self.main)) == [])
        #expect(session.status == .restarting)
        #expect(try session.handle(.kernelStarted(Self.sub)) == [])
        #expect(session == Self.session(.running, main: .running, sub: .running))
    }

    @Test("waits again when another session has taken its place and the last of its kernels has ended")
    func preempted() throws {
        var session = Self.session(.running, main: .running, sub: .running)

        #expect(try session.handle(.preempted) == [.stopKernels([Self.main, Self.sub])])
        #expect(session.status == .terminating && session.waitsAgain)
        #expect(try session.handle(.kernelStopped(Self.main)) == [])
        #expect(try session.handle(.kernelStopped(Self.sub)) == [])
        #expect(session.status == .pending && !session.waitsAgain)
        #expect(session.holding.isEmpty)
    }

    @Test("does not wait again when somebody ends it before it has given its place up")
    func preemptedAndEnded() throws {
        var session = Self.single(.running)

        _ = try session.handle(.preempted)
        #expect(try session.handle(.terminationRequested) == [])
        #expect(throws: SessionLifecycle.InvalidTransition.self) { try session.handle(.terminationRequested) }
        _ = try session.handle(.kernelStopped(Self.main))
        #expect(session.status == .terminated)
    }

    @Test("ends when a kernel cannot begin anew, after the others have been stopped")
    func restartFails() throws {
        var session = Self.session(.restarting, main: .restarting, sub: .running)

        #expect(try session.handle(.kernelFailed(Self.main)) == [.stopKernels([Self.sub])])
        #expect(try session.handle(.kernelStopped(Self.sub)) == [])
        #expect(session.status == .terminated)
    }

    @Test("ends as a whole when its main kernel stops: the others are stopped, and each frees its slots as it ends")
    func mainKernelStops() throws {
        var session = Self.session(.running, main: .running, sub: .running)

        #expect(try session.handle(.kernelStopped(Self.main)) == [.stopKernels([Self.sub])])
        #expect(session.status == .terminating)
        #expect(session.holding == [Self.sub])
        #expect(try session.handle(.kernelStopped(Self.sub)) == [])
        #expect(session.status == .terminated)
        #expect(session.holding.isEmpty)
    }

    @Test("goes on without one of its other kernels, and ends with the main one")
    func otherKernelStops() throws {
        var session = Self.session(.running, main: .running, sub: .running)

        #expect(try session.handle(.kernelStopped(Self.sub)) == [])
        #expect(session == Self.session(.runningDegraded, main: .running, sub: .terminated))
        #expect(session.status == .derived(main: .running, others: [.terminated]))
        #expect(session.holding == [Self.main])
        #expect(session.outstanding == [])
        #expect(throws: SessionLifecycle.InvalidTransition.self) { try session.handle(.kernelStopped(Self.sub)) }
        #expect(throws: SessionLifecycle.InvalidTransition.self) { try session.handle(.restartRequested) }
        #expect(try session.handle(.kernelStopped(Self.main)) == [])
        #expect(session.status == .terminated)
    }

    @Test(
        "ends as a whole when one kernel stops before all have run, or is lost with its agent, whichever it is",
        arguments: [
            (.preparing, .kernelStopped(sub)), (.restarting, .kernelStopped(sub)), (.preparing, .kernelLost(sub)),
            (.running, .kernelLost(sub)), (.runningDegraded, .kernelLost(sub)),
        ] as [(SessionStatus, SessionLifecycle.Event)]
    )
    func oneKernelIsLost(status: SessionStatus, event: SessionLifecycle.Event) throws {
        var session = Self.session(status, main: .running, sub: .running)

        #expect(try session.handle(event) == [.stopKernels([Self.main])])
        #expect(session == Self.session(.terminating, main: .terminating, sub: .terminated))
        #expect(try session.handle(.kernelStopped(Self.main)) == [])
        #expect(session.status == .terminated)
    }

    @Test("is cancelled when a kernel cannot be started, after the others have been stopped")
    func oneKernelFails() throws {
        var session = Self.session(.preparing, main: .preparing, sub: .running)

        #expect(try session.handle(.kernelFailed(Self.main)) == [.stopKernels([Self.sub])])
        #expect(session.kernels == [Self.main: .cancelled, Self.sub: .terminating])
        #expect(try session.handle(.kernelStopped(Self.sub)) == [])
        #expect(session.status == .cancelled)

        var alone = Self.single(.preparing)
        #expect(try alone.handle(.kernelFailed(Self.main)) == [])
        #expect(alone.status == .cancelled)
    }

    @Test(
        "a session that is told to end is cancelled while it waits, and stops its kernels in any other state",
        arguments: [
            (.pending, .cancelled, false), (.scheduled, .terminating, true), (.preparing, .terminating, true),
            (.running, .terminating, true), (.runningDegraded, .terminating, true), (.restarting, .terminating, true),
        ] as [(SessionStatus, SessionStatus, Bool)]
    )
    func termination(from: SessionStatus, to: SessionStatus, stops: Bool) throws {
        var session = Self.single(from)

        #expect(try session.handle(.terminationRequested) == (stops ? [.stopKernels([Self.main])] : []))
        #expect(session.status == to)
        #expect(session.kernels == [Self.main: to])
    }

    @Test(
        "after a restart asks again for exactly what is not done yet",
        arguments: [
            (session(.pending, main: .pending, sub: .pending), []),
            (session(.scheduled, main: .scheduled, sub: .scheduled), [.startKernels([sub])]),
            (session(.preparing, main: .preparing, sub: .preparing), [.startKernels([sub])]),
            (session(.preparing, main: .preparing, sub: .running), [.startKernels([main])]),
            (session(.running, main: .running, sub: .running), []),
            (session(.restarting, main: .running, sub: .restarting), [.restartKernels([sub])]),
            (session(.terminating, main: .terminated, sub: .terminating), [.stopKernels([sub])]),
            (session(.terminated, main: .terminated, sub: .terminated), []),
            (session(.cancelled, main: .cancelled, sub: .cancelled), []),
        ] as [(SessionLifecycle, [SessionLifecycle.Effect])]
    )
    func outstanding(session: SessionLifecycle, effects: [SessionLifecycle.Effect]) {
        #expect(session.outstanding == effects)
    }

    @Test(
        "holds the resources of every kernel that has been placed and has not ended", arguments: SessionStatus.allCases)
    func holding(status: SessionStatus) {
        let isHeld = ![.pending, .terminated, .cancelled].contains(status)

        #expect(Self.single(status).holding == (isHeld ? [Self.main] : []))
    }

    /// Every event, in every status, to the status that follows; what is not listed is refused.
    private static let accepted: [(SessionLifecycle.Event, [SessionStatus: SessionStatus])] = [
        (.placed, [.pending: .scheduled]),
        (.startRequested, [.scheduled: .preparing]),
        (.kernelStarted(main), [.preparing: .running, .restarting: .running]),
        (
            .kernelFailed(main),
            [.scheduled: .cancelled, .preparing: .cancelled, .restarting: .terminated, .terminating: .terminated]
        ),
        (.restartRequested, [.running: .restarting]),
        (
            .preempted,
            [
                .scheduled: .terminating, .preparing: .terminating, .running: .terminating,
                .runningDegraded: .terminating, .restarting: .terminating,
            ]
        ),
        (
            .kernelStopped(main),
            [
                .preparing: .terminated, .running: .terminated, .runningDegraded: .terminated, .restarting: .terminated,
                .terminating: .terminated,
            ]
        ),
        (
            .kernelLost(main),
            [
                .scheduled: .terminated, .preparing: .terminated, .running: .terminated,
                .runningDegraded: .terminated, .restarting: .terminated, .terminating: .terminated,
            ]
        ),
        (
            .terminationRequested,
            [
                .pending: .cancelled, .scheduled: .terminating, .preparing: .terminating, .running: .terminating,
                .runningDegraded: .terminating, .restarting: .terminating,
            ]
        ),
    ]

    @Test("accepts each event where it has a meaning, refuses it elsewhere, and is unchanged then")
    func everyEvent() throws {
        for (event, transitions) in Self.accepted {
            for status in SessionStatus.allCases {
                var session = Self.single(status)
                guard let next = transitions[status] else {
                    #expect(throws: SessionLifecycle.InvalidTransition.self, "\(event) in \(status)") {
                        try session.handle(event)
                    }
                    #expect(session == Self.single(status))
                    continue
                }
                _ = try session.handle(event)
                #expect(session.status == next, "\(event) in \(status)")
                #expect(status.allows(next), "\(status) to \(next)")
            }
        }
    }

    @Test(
        "knows no kernel but its own: an event of another one is refused and changes nothing",
        arguments: [SessionStatus.preparing, .running, .terminating]
    )
    func stranger(status: SessionStatus) {
        let stranger = KernelID(rawValue: "another-sessions-kernel")
        for event: SessionLifecycle.Event in [
            .kernelStarted(stranger), .kernelFailed(stranger), .kernelStopped(stranger), .kernelLost(stranger),
        ] {
            var session = Self.single(status)

            #expect(throws: SessionLifecycle.InvalidTransition.self) { try session.handle(event) }
            #expect(session == Self.single(status))
        }
    }

    @Test("an end that is reported twice changes nothing the second time but what is still to be stopped")
    func repeated() throws {
        var session = Self.session(.running, main: .running, sub: .running)
        _ = try session.handle(.kernelStopped(Self.main))
        let before = session

        _ = try? session.handle(.kernelStopped(Self.main))

        #expect(session == before)
    }
}
