import ArgumentParser
import BackendAIKit
import Core

struct DoctorCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out what is wrong, and what mends it",
        discussion: """
            Looks at the configuration and asks the manager; where the stack of this machine is used, looks at the machine, \
            too. Starts and changes nothing. Exit code 1 when there is a fault.
            """
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let manager = await ManagerProbing(settings: context.settings).facts()
        var checks = ManagerDiagnosis(facts: manager).checks
        if case .localStack = manager.setup {
            let stack = try context.settings.localStack()
            checks += MachineDiagnosis(facts: MachineProbe(stack: stack).facts()).checks
        }
        let report = DoctorReport(checks: checks)
        try context.printer(output).value(report.json) { try context.console.line(report.text) }
        if report.count(.fault) > 0 { throw ExitStatus.failure.code }
    }
}

/// All that was found, to be printed.
struct DoctorReport {
    let checks: [HealthCheck]

    func count(_ verdict: HealthCheck.Verdict) -> Int { checks.filter { $0.verdict == verdict }.count }

    /// A line for each check, one more for what mends it, and one for all.
    var text: String {
        var lines: [String] = []
        let width = checks.map(\.name.count).max() ?? 0
        for check in checks {
            let name = check.name + String(repeating: " ", count: width - check.name.count)
            let verdict = check.verdict.rawValue + String(repeating: " ", count: 7 - check.verdict.rawValue.count)
            lines.append("\(verdict)  \(name)  \(check.detail)")
            if let fix = check.fix { lines.append(String(repeating: " ", count: width + 11) + "fix: \(fix)") }
        }
        return (lines + ["", summary]).joined(separator: "\n")
    }

    private var summary: String {
        func phrase(_ count: Int, _ word: String) -> String { count == 1 ? "1 \(word)" : "\(count) \(word)s" }
        return "\(phrase(checks.count, "check")), \(phrase(count(.fault), "fault")), "
            + phrase(count(.warning), "warning")
    }

    /// The same for programs.
    var json: JSONValue {
        [
            "ok": .bool(count(.fault) == 0), "faults": .integer(Int64(count(.fault))),
            "warnings": .integer(Int64(count(.warning))), "checks": .array(checks.map(\.json)),
        ]
    }
}
