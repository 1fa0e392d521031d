import Core
import Testing

@Suite("Deadlines on the way")
struct TransitRulesTests {
    private static let since = UnixTime(microseconds: 1_000_000_000_000)
    private static let rules = TransitRules(creation: 300, pulling: 0, restart: 60, termination: 120, retries: 2)

    private static func step(
        _ status: SessionStatus, after seconds: Int64, retried: Int = 0
    ) -> TransitRules.Step {
        rules.step(of: status, since: since, retried: retried, at: since.adding(seconds: seconds))
    }

    @Test("a start is ordered again after each deadline, as often as is allowed, and then the session is given up")
    func creation() {
        #expect(Self.step(.preparing, after: 299) == .wait(until: Self.since.adding(seconds: 300)))
        #expect(Self.step(.preparing, after: 300) == .retry(1))
        #expect(Self.step(.preparing, after: 301, retried: 1) == .wait(until: Self.since.adding(seconds: 600)))
        #expect(Self.step(.preparing, after: 600, retried: 1) == .retry(2))
        #expect(Self.step(.preparing, after: 899, retried: 2) == .wait(until: Self.since.adding(seconds: 900)))
        #expect(Self.step(.preparing, after: 900, retried: 2) == .giveUp(.creationTimeout))
        #expect(Self.step(.restarting, after: 180) == .giveUp(.creationTimeout))
    }

    @Test("a manager that was away orders once and not for every deadline that has passed")
    func away() {
        #expect(Self.step(.scheduled, after: 650) == .retry(2))
        #expect(Self.step(.scheduled, after: 650, retried: 2) == .wait(until: Self.since.adding(seconds: 900)))
        #expect(Self.step(.preparing, after: -5) == .wait(until: Self.since.adding(seconds: 300)))
    }

    @Test("an end is ordered until it has come")
    func termination() {
        #expect(Self.step(.terminating, after: 120_000, retried: 999) == .retry(1000))
        #expect(
            Self.step(.terminating, after: 120_001, retried: 1000)
                == .wait(until: Self.since.adding(seconds: 120_120)))
    }

    @Test(
        "what has no deadline is waited for",
        arguments: [SessionStatus.pulling, .pending, .running, .terminated, .error])
    func endless(status: SessionStatus) {
        #expect(Self.step(status, after: 1_000_000) == .wait(until: .never))
    }

    @Test("what begins later is not due before the shortest deadline is over")
    func shortest() {
        #expect(Self.rules.shortest == 60)
        #expect(TransitRules(creation: 0, restart: 0, termination: 0).shortest == nil)
    }

    @Test("a lost agent's sessions are kept or end after a time; those that end anyway do so at once")
    func lost() {
        let lost = Self.since
        #expect(LostAgentRules.usual.end(of: .running, lost: lost) == .never)
        #expect(LostAgentRules.usual.end(of: .terminating, lost: lost) == lost)
        let strict = LostAgentRules(action: .terminate, patience: 60)
        #expect(strict.end(of: .running, lost: lost) == lost.adding(seconds: 60))
        #expect(strict.end(of: .terminating, lost: lost) == lost)
    }
}
