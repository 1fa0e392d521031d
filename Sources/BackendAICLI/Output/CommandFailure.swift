import BackendAIKit
import Core

/// A failure as the user sees it: what, why, and what helps.
struct CommandFailure: Error, Equatable {
    var status = ExitStatus.failure
    /// What could not be done, lower case, no period.
    let what: String
    /// The reason, if it is not said by `what`.
    var why: String?
    /// What mends it.
    var hint: String?
    /// More lines.
    var details: [String] = []

    /// The lines on standard error.
    var text: String {
        var lines = ["backend.ai: \(what)"]
        if let why { lines.append("  \(why)") }
        lines += details.map { "  \($0)" }
        if let hint { lines.append("hint: \(hint)") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension CommandFailure {
    /// There is no session of a name or id, not even an ended one.
    static func noSession(_ session: String) -> CommandFailure {
        CommandFailure(
            what: "no session `\(session)`", hint: "`backend.ai ps --all` lists all sessions, ended ones included")
    }

    /// A failure of the client library, in the words of this command.
    init(_ error: ClientError, status: ExitStatus = .failure) {
        switch error {
        case .problem(let report): self.init(report, status: status)
        case .unreachable(let endpoint, let reason):
            self.init(
                status: status,
                what: "cannot reach the manager at \(endpoint)",
                why: reason,
                hint: "check BACKEND_ENDPOINT, or unset it to use the local stack"
            )
        case .interrupted(let reason):
            self.init(status: status, what: "the connection to the manager broke", why: reason)
        case .unexpectedAnswer(let what):
            self.init(status: status, what: "the manager's answer is not understood", why: what)
        case .downgraded(let endpoint, let memory):
            self.init(
                status: status,
                what: "the manager at \(endpoint) no longer lets bodies be signed, as it did before",
                why: "it is another one, or somebody between you and it wants to change what you send",
                hint: memory.map { "if it was replaced on purpose, remove its line from `\($0)`" }
            )
        }
    }

    private init(_ report: ProblemReport, status: ExitStatus) {
        if report.code == .graphQLError, let message = report.message {
            // The title says no more than that it was GraphQL.
            let lines = message.split(whereSeparator: \.isNewline).map(String.init)
            self.init(
                status: status,
                what: CommandFailure.sentence(lines.first ?? report.title),
                hint: report.hint,
                details: Array(lines.dropFirst()))
            return
        }
        self.init(
            status: status,
            what: CommandFailure.sentence(report.title),
            why: report.message,
            hint: report.hint ?? report.code.flatMap { ProblemHint.text(for: $0) },
            details: CommandFailure.details(report)
        )
    }

    private static func details(_ report: ProblemReport) -> [String] {
        if let existing = report.data?["existingSessionId"]?.text { return ["existing session: \(existing)"] }
        if let matches = report.data?["matches"]?.items {
            return matches.prefix(10).map { match in
                let notes = [match["name"], match["status"]].compactMap { $0?.text }.joined(separator: ", ")
                return "\(match["id"]?.text ?? "") (\(notes))"
            }
        }
        guard report.code == .invalidParameters, let members = report.data?.members else { return [] }
        return members.map { "\($0.name): \($0.value.text ?? $0.value.encodedText)" }
    }

    /// A title of the wire as the first line of a message: lower case, no period.
    private static func sentence(_ title: String) -> String {
        let trimmed = title.hasSuffix(".") ? title.dropLast() : title[...]
        // An abbreviation such as HTTP stays what it is.
        if trimmed.prefix(2).allSatisfy(\.isUppercase) { return String(trimmed) }
        return trimmed.prefix(1).lowercased() + trimmed.dropFirst()
    }
}
