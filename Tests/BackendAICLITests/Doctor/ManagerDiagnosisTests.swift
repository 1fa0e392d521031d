import BackendAIKit
import Core
import Testing

@testable import BackendAICLI

@Suite("What the facts about a manager mean")
struct ManagerDiagnosisTests {
    private static let server = ServerVersion(api: APIVersion.current, manager: "23.09.10")

    private static var healthy: ManagerFacts {
        ManagerFacts(
            setup: .named(by: "the environment", endpoint: "http://h"), reach: .answered(server, after: 0.012),
            skew: 0.4, recognition: .recognised, agents: .alive(2))
    }

    private static func check(_ name: String, _ facts: ManagerFacts) -> HealthCheck? {
        ManagerDiagnosis(facts: facts).checks.first { $0.name == name }
    }

    @Test("all is well where it is, and a line tells each thing")
    func healthy() {
        let checks = ManagerDiagnosis(facts: Self.healthy).checks

        #expect(checks.map(\.name) == ["configuration", "endpoint", "versions", "clock", "signature", "agents"])
        #expect(checks.filter { $0.verdict != .ok } == [])
        #expect(checks[1].detail == "the manager answers in 12 ms")
    }

    @Test(
        "clocks may differ by less than a quarter of an hour, and a minute is worth a word",
        arguments: [
            (1.9, .ok), (30, .ok), (61, .warning), (-300, .warning), (899, .warning), (900, .fault), (-4000, .fault),
        ] as [(Double, HealthCheck.Verdict)])
    func clock(skew: Double, verdict: HealthCheck.Verdict) {
        var facts = Self.healthy
        facts.skew = skew
        let check = Self.check("clock", facts)

        #expect(check?.verdict == verdict)
        #expect((check?.fix != nil) == (verdict != .ok))
        if abs(skew) > 2 { #expect(check?.detail.contains(skew > 0 ? "behind" : "ahead of") == true) }
    }

    @Test("what the manager tells of the skew comes before what its date says")
    func toldSkew() {
        var facts = Self.healthy
        facts.skew = 0
        facts.recognition = .refused(.invalidAuthentication, reason: "Date/time sync error", skew: 1200)

        #expect(Self.check("clock", facts)?.verdict == .fault)
        #expect(Self.check("clock", facts)?.detail.hasPrefix("this clock is 20 min ahead of the manager's") == true)
        #expect(Self.check("signature", facts)?.fix == "set the clock first")
    }

    @Test("every fault comes with what mends it, and what depends on it is not asked")
    func faults() {
        var facts = Self.healthy
        facts.reach = .silent(reason: "Connection refused")
        (facts.recognition, facts.agents, facts.skew) = (.notAsked, .notAsked, nil)
        #expect(ManagerDiagnosis(facts: facts).checks.map(\.verdict) == [.ok, .fault])

        facts = Self.healthy
        facts.recognition = .refused(.authenticationFailed, reason: "Signature mismatch", skew: nil)
        facts.agents = .notAsked
        #expect(Self.check("signature", facts)?.verdict == .fault)
        #expect(Self.check("signature", facts)?.fix?.contains("backend.ai login") == true)

        facts = Self.healthy
        facts.agents = .alive(0)
        #expect(Self.check("agents", facts)?.verdict == .fault)
        facts.agents = .notTold
        #expect(Self.check("agents", facts)?.verdict == .ok)

        let broken = ManagerDiagnosis(facts: ManagerFacts(setup: .broken(what: "it is", hint: nil))).checks
        #expect(broken.count == 1 && broken[0].verdict == .fault && broken[0].fix != nil)
    }

    @Test("a manager that is newer is worth a word, one that is too old a fault")
    func versions() {
        var facts = Self.healthy
        facts.reach = .answered(ServerVersion(api: APIVersion(major: 9, revision: "20250722"), manager: "25"), after: 0)
        #expect(Self.check("versions", facts)?.verdict == .warning)
        facts.reach = .answered(ServerVersion(api: APIVersion(major: 4, revision: "20190615"), manager: "19"), after: 0)
        #expect(Self.check("versions", facts)?.verdict == .fault)
    }

    @Test("a stack that does not run is no fault: any command starts it")
    func stopped() {
        let checks = ManagerDiagnosis(facts: ManagerFacts(setup: .localStack(endpoint: nil))).checks

        #expect(checks.map(\.verdict) == [.ok, .warning])
    }
}

@Suite("What the facts about a machine mean")
struct MachineDiagnosisTests {
    private static var healthy: MachineFacts {
        var facts = MachineFacts()
        facts.stack = .running(isOfThisBuild: true)
        facts.cgroups = .v2
        facts.controllers = ["memory": "v2", "cpu": "v2", "pids": "v2"]
        facts.delegated = ["pids", "cpu", "memory"]
        facts.cgroupProblems = []
        facts.runtimes = [MachineFacts.Runtime(name: "runc", path: "/usr/sbin/runc", version: "runc version 1.1.5")]
        facts.stateDirectory = "/var/lib/backend.ai"
        facts.freeSpace = 10 << 30
        return facts
    }

    private static func check(_ name: String, _ change: (inout MachineFacts) -> Void) -> HealthCheck? {
        var facts = healthy
        change(&facts)
        return MachineDiagnosis(facts: facts).checks.first { $0.name == name }
    }

    @Test("all is well where it is")
    func healthy() {
        let checks = MachineDiagnosis(facts: Self.healthy).checks

        #expect(
            checks.map(\.name) == [
                "local stack", "cgroups", "controllers", "container runtime", "disk", "port", "packages",
            ])
        #expect(checks.filter { $0.verdict != .ok } == [])
        #expect(checks[2].detail == "cpu on v2, memory on v2, pids on v2; passed on: cpu memory pids")
    }

    @Test("the stack: not started without root, incomplete, of another build, without its programs")
    func stack() {
        #expect(Self.check("local stack") { ($0.stack, $0.isRoot) = (.stopped, false) }?.verdict == .fault)
        #expect(Self.check("local stack") { $0.stack = .stopped }?.verdict == .ok)
        #expect(Self.check("local stack") { $0.stack = .incomplete(["agent"]) }?.verdict == .warning)
        #expect(Self.check("local stack") { $0.stack = .running(isOfThisBuild: false) }?.verdict == .warning)
        #expect(Self.check("programs") { $0.missingProgram = "`x` is missing" }?.verdict == .fault)
    }

    @Test("cgroups: none, not writable, without a controller, in each version")
    func cgroups() {
        #expect(Self.check("cgroups") { $0.cgroups = nil }?.verdict == .fault)
        let occupied = Self.check("cgroups") { $0.cgroupProblems = ["it has processes of its own"] }
        #expect(occupied?.verdict == .fault && occupied?.fix?.contains("--cgroupns=private") == true)
        let hybrid = Self.check("cgroups") { ($0.cgroups, $0.cgroupProblems) = (.hybrid, ["read-only"]) }
        #expect(hybrid?.fix?.contains("--privileged") == true)
        #expect(Self.check("cgroups") { $0.cgroupProblems = nil }?.detail.contains("needs root") == true)
        let absent = Self.check("controllers") { $0.controllers["memory"] = nil }
        #expect(absent?.verdict == .fault && absent?.detail.contains("missing: memory") == true)
    }

    @Test("the runtime: none, one that does not run, another one than runc")
    func runtime() {
        #expect(Self.check("container runtime") { $0.runtimes = [] }?.fix == "apt install runc")
        let broken = MachineFacts.Runtime(name: "runc", path: "/usr/sbin/runc", version: nil)
        #expect(Self.check("container runtime") { $0.runtimes = [broken] }?.verdict == .fault)
        let other = MachineFacts.Runtime(name: "crun", path: "/usr/bin/crun", version: "crun version 1.8")
        #expect(Self.check("container runtime") { $0.runtimes = [other] }?.verdict == .warning)
    }

    @Test(
        "room on the disk",
        arguments: [(10 << 30, .ok), (1 << 30, .warning), (100 << 20, .fault)] as [(Int64, HealthCheck.Verdict)])
    func disk(bytes: Int64, verdict: HealthCheck.Verdict) {
        #expect(Self.check("disk") { $0.freeSpace = bytes }?.verdict == verdict)
    }

    @Test("the port: free, ours, somebody else's")
    func port() {
        #expect(Self.check("port") { $0.portState = .ours }?.verdict == .ok)
        let taken = Self.check("port") { $0.portState = .other("`nginx`, process 7") }
        #expect(taken?.verdict == .fault && taken?.detail == "8081 is taken by `nginx`, process 7")
        #expect(Self.check("port") { ($0.port, $0.portState) = (0, .other(nil)) }?.verdict == .ok)
    }

    @Test("packages that are missing are told one by one, by how much they matter")
    func packages() {
        var facts = Self.healthy
        facts.missing = NeededProgram.all.filter { ["mkfs.ext4", "sqlite3"].contains($0.name) }
        let checks = MachineDiagnosis(facts: facts).checks.filter { $0.name == "packages" }

        #expect(checks.map(\.verdict) == [.fault, .warning])
        #expect(checks.map(\.fix) == ["apt install e2fsprogs", "apt install sqlite3"])
    }

    @Test("the report has a line for each check, one for what mends it, and a count")
    func report() {
        let report = DoctorReport(checks: [.ok("disk", "enough"), .fault("cgroups", "none", fix: "mount them")])

        #expect(
            report.text == """
                ok       disk     enough
                fault    cgroups  none
                                  fix: mount them

                2 checks, 1 fault, 0 warnings
                """)
        #expect(report.json["ok"] == false && report.json["faults"] == 1)
        #expect(report.json["checks"]?.items?.last?["fix"] == "mount them")
    }

    @Test("this machine can be looked at")
    func probe() throws {
        let stack = LocalStack(paths: try StackPaths(environment: ["BACKENDAI_STATE_DIR": "/nowhere/at/all"]))
        let facts = MachineProbe(stack: stack).facts()

        #expect(facts.stack == .stopped)
        #expect(facts.freeSpace ?? 0 > 0)
        #expect(MachineDiagnosis(facts: facts).checks.count >= 6)
    }
}
