import Core
import Testing

@Suite("Idle checks")
struct IdleCheckTests {
    private static let begun = UnixTime(microseconds: 1_000_000_000_000)
    private static let rules = IdleRules(networkTimeout: 600)

    private static func at(_ seconds: Int64) -> UnixTime { begun.adding(seconds: seconds) }

    private static func subject(
        type: SessionType = .interactive, policy: Int64 = -1, lifetime: Int64? = nil, isExempt: Bool = false
    ) -> IdleSubject {
        IdleSubject(
            type: type, begun: begun, userCreated: UnixTime(microseconds: 0), policyTimeout: policy,
            lifetime: lifetime, isExempt: isExempt)
    }

    private static func network(
        _ rules: IdleRules = rules, _ subject: IdleSubject = subject(), until last: Int64 = 0, at now: Int64
    ) -> IdleReport.Verdict {
        rules.network(of: subject, .until(at(last)), at: at(now)).verdict
    }

    @Test("a session that nobody uses ends when its time-out is over, and not a moment before")
    func timeout() {
        #expect(Self.network(at: 0) == .keep(remaining: .seconds(600)))
        #expect(Self.network(at: 600) == .keep(remaining: .zero))
        #expect(Self.network(at: 601) == .ended(.idleTimeout))
        #expect(Self.network(until: 100, at: 601) == .keep(remaining: .seconds(99)))
    }

    @Test("a session in which code runs is used, and so is one while a stream counts as use")
    func busy() {
        let late = Self.at(100_000)
        #expect(Self.rules.network(of: Self.subject(), .busy, at: late).verdict == .keep(remaining: nil))
        #expect(Self.network(until: 100_001, at: 100_000) == .keep(remaining: nil))
    }

    @Test(
        "the policy's number comes before the manager's, and 0 is no end",
        arguments: [
            (-1 as Int64, 600 as Int64, IdleReport.Verdict.ended(.idleTimeout)),
            (2000, 600, .keep(remaining: .seconds(1000))), (0, 600, .keep(remaining: nil)),
            (-1, 0, .keep(remaining: nil)), (500, 0, .ended(.idleTimeout)),
        ]
    )
    func policy(policy: Int64, own: Int64, expected: IdleReport.Verdict) {
        #expect(Self.network(IdleRules(networkTimeout: own), Self.subject(policy: policy), at: 1000) == expected)
    }

    @Test("batch sessions are not asked whether somebody uses them, and neither are exempt ones and inference")
    func others() {
        #expect(Self.network(Self.rules, Self.subject(type: .batch), at: 9999) == .keep(remaining: nil))
        #expect(Self.network(Self.rules, Self.subject(type: .inference), at: 9999) == .keep(remaining: nil))
        #expect(Self.network(Self.rules, Self.subject(isExempt: true), at: 9999) == .keep(remaining: nil))
    }

    @Test("a new user's time counts from the end of his first time")
    func userGrace() {
        var subject = Self.subject()
        subject.userCreated = Self.at(-100)
        let rules = IdleRules(networkTimeout: 600, userGrace: 1000)
        #expect(Self.network(rules, subject, at: 700) == .keep(remaining: .seconds(800)))
        #expect(Self.network(rules, subject, at: 1501) == .ended(.idleTimeout))
    }

    @Test("a lifetime counts from when a session got its resources, and the scheduler ends it")
    func lifetime() {
        let subject = Self.subject(policy: 0, lifetime: 100)
        #expect(Self.rules.lifetime(of: subject, at: Self.at(40)).verdict == .keep(remaining: .seconds(60)))
        #expect(Self.rules.lifetime(of: subject, at: Self.at(101)).verdict == .ended(.idleSessionLifetime))
        #expect(Self.rules.reason(toEnd: subject, .busy, at: Self.at(101)) == nil)
        #expect(Self.rules.lifetime(of: Self.subject(), at: Self.at(0)).verdict == .keep(remaining: nil))
    }

    @Test("reports have the original's members, each check by its name, the lifetime first")
    func reports() throws {
        var rules = Self.rules
        rules.checks = Set(IdleCheck.allCases)
        rules.utilization.thresholds = [.cpu: Percentage(30), .cuda: Percentage(20)]
        let reports = rules.reports(of: Self.subject(), .until(Self.begun), at: Self.at(30))
        #expect(
            reports.value.encodedText == """
                {"session_lifetime":{"remaining":null,"remaining_time_type":"expire_after","extra":null},\
                "network_timeout":{"remaining":570.0,"remaining_time_type":"expire_after","extra":null},\
                "utilization":{"remaining":870.0,"remaining_time_type":"grace_period",\
                "extra":{"thresholds_check_operator":"and","resources":{"cpu_util":[-1.0,30.0]}}}}
                """)
        let over = Self.rules.network(of: Self.subject(), .until(Self.begun), at: Self.at(900))
        #expect(over.remaining == .number(-1))
    }

    @Test("only the checks that are enabled are carried out, and reports of an exempt session say that it is")
    func enabled() {
        let rules = IdleRules(checks: [])
        #expect(rules.reason(toEnd: Self.subject(), .until(Self.begun), at: Self.at(99_999)) == nil)
        let reports = rules.reports(of: Self.subject(isExempt: true), .busy, at: Self.begun)
        #expect(reports.map(\.check) == [.sessionLifetime])
        #expect(reports.first?.extra == ["exempt": true])
    }

    @Test("a session is warned some time before its earliest end, and never before half of its time is over")
    func warnings() {
        func warning(_ subject: IdleSubject, at seconds: Int64) -> IdleWarning? {
            Self.rules.warning(of: subject, .until(Self.begun), at: Self.at(seconds))
        }
        #expect(warning(Self.subject(), at: 539) == nil)
        #expect(warning(Self.subject(), at: 540) == IdleWarning(check: .networkTimeout, end: Self.at(600)))
        #expect(warning(Self.subject(policy: 10), at: 4) == nil)
        #expect(warning(Self.subject(policy: 10), at: 5) == IdleWarning(check: .networkTimeout, end: Self.at(10)))
        #expect(warning(Self.subject(lifetime: 590), at: 545)?.reason == .idleSessionLifetime)
        var limited = Self.subject(lifetime: 590)
        limited.lifetimeReason = .execTimeout
        #expect(warning(limited, at: 545)?.reason == .execTimeout)
        #expect(Self.rules.warning(of: Self.subject(), .busy, at: Self.at(9999)) == nil)
        let silent = IdleRules(networkTimeout: 600, warning: 0)
        #expect(silent.warning(of: Self.subject(), .until(Self.begun), at: Self.at(599)) == nil)
    }

    @Test("a session is looked at again when it is to be warned, and then when it has ended")
    func nextLook() {
        func next(_ subject: IdleSubject, _ rules: IdleRules = Self.rules, at seconds: Int64) -> UnixTime {
            rules.nextLook(of: subject, .until(Self.begun), at: Self.at(seconds))
        }
        let over = UnixTime(microseconds: Self.at(600).microseconds + 1)
        #expect(next(Self.subject(), at: 0) == Self.at(540))
        #expect(next(Self.subject(), at: 540) == over)
        #expect(next(Self.subject(), IdleRules(networkTimeout: 600, warning: 0), at: 0) == over)
        #expect(next(Self.subject(policy: 0), at: 0) == .never)
        // What the scheduler ends is looked at for the warning alone.
        #expect(next(Self.subject(policy: 0, lifetime: 200), at: 0) == Self.at(140))
        #expect(next(Self.subject(policy: 0, lifetime: 200), at: 140) == .never)
        #expect(Self.rules.nextLook(of: Self.subject(), .busy, at: Self.begun) == .never)
    }
}
