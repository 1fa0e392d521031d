import Core
import Testing

@Suite("Session status")
struct SessionStatusTests {
    /// Section 3.3 of the notes on the original's server, and two words more: a session that is scheduled
    /// passes through TERMINATING, too, since its agent may have begun to start it, and one of whose kernels
    /// one cannot be started is CANCELLED after the others have ended.
    private static let table: [(from: SessionStatus, to: Set<SessionStatus>)] = [
        (.pending, [.scheduled, .terminating, .terminated, .error, .cancelled]),
        (.scheduled, [.pulling, .preparing, .terminated, .error, .cancelled, .terminating]),
        (.pulling, [.preparing, .running, .runningDegraded, .terminated, .error, .cancelled]),
        (.preparing, [.pulling, .running, .runningDegraded, .terminating, .terminated, .error, .cancelled]),
        (.running, [.restarting, .runningDegraded, .terminating, .terminated, .error]),
        (.restarting, [.running, .runningDegraded, .terminating, .terminated, .error]),
        (.runningDegraded, [.running, .terminating, .terminated, .error]),
        (.terminating, [.terminated, .error, .cancelled]),
        (.error, [.terminated]),
        (.terminated, []),
        (.cancelled, []),
    ]

    @Test("may be followed by what the original's table names, and by nothing else")
    func transitions() {
        #expect(Set(Self.table.map(\.from)) == Set(SessionStatus.allCases))
        for (from, allowed) in Self.table {
            #expect(Set(SessionStatus.allCases.filter { from.allows($0) }) == allowed, "after \(from)")
        }
    }

    @Test("never follows itself, and nothing follows a final one")
    func ends() {
        for status in SessionStatus.allCases {
            #expect(!status.allows(status))
            #expect(status.isFinal == SessionStatus.allCases.allSatisfy { !status.allows($0) })
            #expect(status.isAlive != status.isFinal)
        }
    }

    @Test("is written in upper case")
    func wire() {
        #expect(
            SessionStatus.allCases.map(\.rawValue) == [
                "PENDING", "SCHEDULED", "PULLING", "PREPARING", "RUNNING", "RESTARTING", "RUNNING_DEGRADED",
                "TERMINATING", "TERMINATED", "ERROR", "CANCELLED",
            ]
        )
    }

    @Test("lets code be run while it is running, degraded or not")
    func code() {
        #expect(SessionStatus.allCases.filter(\.acceptsCode) == [.running, .runningDegraded])
    }

    @Test(
        "is the main kernel's, whatever the others do, unless that runs or has terminated",
        arguments: SessionStatus.allCases.filter { $0 != .running && $0 != .terminated }, SessionStatus.allCases
    )
    func leading(main: SessionStatus, other: SessionStatus) {
        #expect(SessionStatus.derived(main: main, others: [other, .running]) == main)
    }

    @Test(
        "follows the other kernels while the main one runs",
        arguments: [
            ([], .running), ([.running], .running), ([.pulling], .pulling), ([.preparing], .preparing),
            ([.terminating], .runningDegraded), ([.error], .runningDegraded), ([.running, .error], .runningDegraded),
        ] as [([SessionStatus], SessionStatus)]
    )
    func running(others: [SessionStatus], expected: SessionStatus) {
        #expect(SessionStatus.derived(main: .running, others: others) == expected)
    }

    @Test(
        "ends when the last of the others has, after the main kernel",
        arguments: [
            ([], .terminated), ([.terminated], .terminated), ([.terminating], .terminating), ([.error], .error),
            ([.error, .terminating], .terminating), ([.cancelled], .terminated),
        ] as [([SessionStatus], SessionStatus)]
    )
    func terminated(others: [SessionStatus], expected: SessionStatus) {
        #expect(SessionStatus.derived(main: .terminated, others: others) == expected)
    }
}
