import BackendAIKit
import Core

/// What a command that creates a session says in the end.
struct CreatedSessionReport {
    let created: CreatedSession
    let output: OutputFormat

    init(_ created: CreatedSession, output: OutputFormat) {
        self.created = created
        self.output = output
    }

    /// Prints it.
    ///
    /// - Throws: `ExitCode` for a session that does not run after all.
    func show(_ console: Console) throws {
        switch output {
        case .json:
            try console.line(
                JSONValue.object([
                    .init("session_id", .string(created.id.rawValue)), .init("name", .string(created.name)),
                    .init("status", .string(created.status)), .init("created", .bool(created.isNew)),
                ]).prettyText
            )
        default:
            try console.line(created.name)
            console.note("backend.ai: \(SessionStart.sentence(created))")
        }
        if created.status == "TIMEOUT" { throw ExitStatus.timeout.code }
        if created.status == SessionStatus.cancelled.rawValue || created.status == SessionStatus.error.rawValue {
            throw ExitStatus.failure.code
        }
    }
}
