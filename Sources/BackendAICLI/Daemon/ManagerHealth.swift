import ArgumentParser
import BackendAIKit
import Core

struct ManagerHealth: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Check that the manager answers, accepts the keypair and has agents",
        discussion: "Starts nothing. Exit code 1 when there is a fault; `backend.ai doctor` looks at this machine, too."
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let facts = await ManagerProbing(settings: context.settings).facts()
        let report = DoctorReport(checks: ManagerDiagnosis(facts: facts).checks)
        try context.printer(output).value(report.json) { try context.console.line(report.text) }
        // A stack that does not run has no health.
        if report.count(.fault) > 0 || facts.reach == .notAsked { throw ExitStatus.failure.code }
    }
}
