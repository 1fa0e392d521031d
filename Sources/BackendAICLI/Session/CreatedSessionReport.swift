import BackendAIKit
import Core

/// What a command that creates a session says in the end.
struct CreatedSessionReport {
    let created: CreatedSession

    init(_ created: CreatedSession) {
        self.created = created
    }

    /// Prints it.
    ///
    /// - Throws: `ExitCode` for a session that does not run after all.
    func show(by printer: ResultPrinter) throws {
        let result: JSONValue = [
            "session_id": .string(created.id.rawValue), "name": .string(created.name),
            "status": .string(created.status), "created": .bool(created.isNew),
        ]
        try printer.value(result) {
            try printer.console.line(created.name)
            printer.console.note("backend.ai: \(SessionStart.sentence(created))")
        }
        if created.status == "TIMEOUT" { throw ExitStatus.timeout.code }
        if created.status == SessionStatus.cancelled.rawValue || created.status == SessionStatus.error.rawValue {
            throw ExitStatus.failure.code
        }
    }
}
