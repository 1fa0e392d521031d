import Core
import Testing

/// Every line of the original's reference for its utilisation check.
@Suite("Utilisation check")
struct UtilizationTests {
    private static let begun = UnixTime(microseconds: 1_000_000_000_000)
    private static let thresholds: [UtilizationMetric: Percentage] = [
        .cpu: Percentage(30), .mem: Percentage(30), .cuda: Percentage(30),
    ]

    private static func rules(_ condition: UtilizationRules.Operator = .and, window: Int64 = 600) -> IdleRules {
        IdleRules(
            checks: [.utilization],
            utilization: UtilizationRules(
                window: window, initialGrace: 0, condition: condition, thresholds: thresholds))
    }

    private static func subject(_ kinds: Set<String> = ["cpu", "mem"], policy: Int64 = -1) -> IdleSubject {
        IdleSubject(
            begun: begun, userCreated: UnixTime(microseconds: 0), policyTimeout: policy, slotKinds: kinds)
    }

    private static func window(
        _ uses: [UtilizationMetric: Double], samples: Int = 41, size: Int = 40
    ) -> UtilizationWindow {
        var window = UtilizationWindow()
        for _ in 0..<samples { window.record(UtilizationSample(uses.mapValues { Percentage($0) }), size: size) }
        return window
    }

    private static func isEnded(
        _ window: UtilizationWindow, _ rules: IdleRules = rules(), _ subject: IdleSubject = subject()
    ) -> Bool {
        rules.use(of: subject, window, at: begun.adding(seconds: 700)).verdict == .ended(.idleUtilization)
    }

    @Test("a window of 600 seconds is 40 samples of 15, and the first verdict needs one more")
    func samples() {
        #expect(Self.rules().windowSize(of: Self.subject()) == 40)
        #expect(!Self.isEnded(Self.window([.cpu: 0, .mem: 0], samples: 40)))
        #expect(Self.isEnded(Self.window([.cpu: 0, .mem: 0], samples: 41)))
        #expect(Self.window([.cpu: 0], samples: 1000).count == 40)
    }

    @Test(
        "`and` ends a session when every metric is under its threshold, `or` when any is",
        arguments: [
            (UtilizationRules.Operator.and, 29.99, 29.99, true), (.and, 30, 29.99, false), (.and, 29.99, 30, false),
            (.or, 29.99, 99, true), (.or, 99, 29.99, true), (.or, 30, 30, false),
        ]
    )
    func conditions(condition: UtilizationRules.Operator, cpu: Double, mem: Double, isEnded: Bool) {
        #expect(Self.isEnded(Self.window([.cpu: cpu, .mem: mem]), Self.rules(condition)) == isEnded)
    }

    @Test("an average that equals the threshold is use, however the samples come to it")
    func equality() {
        var window = UtilizationWindow()
        for number in 0..<41 {
            let use = Percentage(number % 2 == 0 ? 10.1 : 49.9)
            window.record(UtilizationSample([.cpu: use, .mem: use]), size: 40)
        }
        #expect(window.averages[.cpu] == Percentage(30))
        #expect(!Self.isEnded(window))
    }

    @Test("only the latest samples count")
    func latest() {
        var window = Self.window([.cpu: 100, .mem: 100])
        for _ in 0..<39 { window.record(UtilizationSample([.cpu: Percentage(0), .mem: Percentage(0)]), size: 40) }
        #expect(window.averages[.cpu] == Percentage(2.5))
        #expect(Self.isEnded(window))
    }

    @Test("metrics of devices that a session does not hold are ignored")
    func devices() {
        let window = Self.window([.cpu: 90, .mem: 90, .cuda: 0])
        #expect(!Self.isEnded(window, Self.rules(.or)))
        #expect(Self.isEnded(window, Self.rules(.or), Self.subject(["cpu", "mem", "cuda"])))
    }

    @Test("a metric that nobody reports ends nothing")
    func unreported() {
        let holder = Self.subject(["cpu", "mem", "cuda"])
        #expect(!Self.isEnded(Self.window([.cpu: 90, .mem: 90]), Self.rules(.or), holder))
        #expect(!Self.isEnded(Self.window([:]), Self.rules(), holder))
    }

    @Test("a kernel without statistics spoils the whole sample; others are the mean of their kernels")
    func kernels() {
        func sample(_ cpu: Double) -> UtilizationSample { UtilizationSample([.cpu: Percentage(cpu)]) }
        #expect(UtilizationSample.mean(of: [sample(10), nil, sample(20)]) == nil)
        #expect(UtilizationSample.mean(of: []) == nil)
        #expect(UtilizationSample.mean(of: [sample(10), sample(50)]) == sample(30))
    }

    @Test("memory counts by what was given, processors by the time of one core")
    func statistics() {
        var statistics = KernelStatistics()
        (statistics.cpuUtilization, statistics.memory, statistics.memoryLimit) = (1500, 256 << 20, 1 << 40)
        let occupied = ResourceSlots([.cpu: Quantity(2), .mem: Quantity(1 << 30)])
        let sample = UtilizationSample(statistics, occupied: occupied)
        #expect(sample == UtilizationSample([.cpu: Percentage(150), .mem: Percentage(25)]))
        #expect(UtilizationSample(KernelStatistics(), occupied: occupied) == UtilizationSample([:]))
    }

    @Test("the time that remains is that to the first possible verdict, and -1 when it is past")
    func remaining() {
        var rules = Self.rules()
        (rules.utilization.initialGrace, rules.userGrace) = (300, 1000)
        var subject = Self.subject()
        func remaining(at seconds: Int64) -> JSONValue {
            rules.use(of: subject, UtilizationWindow(), at: Self.begun.adding(seconds: seconds)).remaining
        }
        #expect(remaining(at: 100) == .number(800))
        #expect(remaining(at: 901) == .number(-1))
        subject.userCreated = Self.begun.adding(seconds: -200)
        #expect(remaining(at: 100) == .number(1600))
        #expect(rules.measuredFrom(subject) == Self.begun.adding(seconds: 1100))
    }

    @Test("a window of nothing or without end is no check, the policy's too", arguments: [0 as Int64, 14])
    func disabled(window: Int64) {
        #expect(Self.rules(window: window).windowSize(of: Self.subject()) == nil)
        #expect(Self.rules().windowSize(of: Self.subject(policy: window)) == nil)
        #expect(!Self.isEnded(Self.window([.cpu: 0, .mem: 0]), Self.rules(window: window)))
        #expect(Self.rules(window: window).windowSize(of: Self.subject(policy: 30)) == 2)
    }

    @Test("the extra of a report has the averages beside their thresholds")
    func extra() {
        let report = Self.rules(.or).use(of: Self.subject(), Self.window([.cpu: 12.345, .mem: 40]), at: Self.begun)
        #expect(report.extra["thresholds_check_operator"] == "or")
        let resources: JSONValue = ["cpu_util": [.number(12.35), .number(30)], "mem": [.number(40), .number(30)]]
        #expect(report.extra["resources"] == resources)
    }

    @Test("a session is warned when it will have ended soon if it goes on as it does")
    func warning() {
        let rules = Self.rules()
        func warning(_ samples: Int, _ cpu: Double = 0) -> IdleWarning? {
            rules.warning(
                of: Self.subject(policy: -1), .busy, Self.window([.cpu: cpu, .mem: cpu], samples: samples),
                at: Self.begun)
        }
        #expect(warning(36) == nil)
        #expect(warning(37) == IdleWarning(check: .utilization, end: Self.begun.adding(seconds: 60)))
        #expect(warning(40)?.end == Self.begun.adding(seconds: 15))
        #expect(warning(40, 50) == nil)
    }
}
