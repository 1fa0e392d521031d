import ArgumentParser
import BackendAIKit
import Core

struct WaitCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a session is in a status",
        discussion: """
            Succeeds at once when it is there already. Exit code 1: it can no longer get there; 3: the time is over. The \
            manager tells when something happens; one that tells nothing is asked every second.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Option(
        name: .customLong("for"), help: ArgumentHelp("The status", valueName: "status"),
        completion: .list(SessionStatus.allCases.map(\.rawValue)))
    var status = SessionStatus.running.rawValue

    @Option(help: ArgumentHelp("Give up after so many seconds; 0 is never", valueName: "seconds"))
    var timeout = 0.0

    @Option(
        name: [.customShort("o"), .long, .customLong("owner-access-key")],
        help: ArgumentHelp("Whose session it is, if you are an administrator", valueName: "access-key"))
    var owner: String?

    @Flag(name: .shortAndLong, help: "Say nothing when it works")
    var quiet = false

    func validate() throws {
        guard timeout >= 0, timeout < 1e9 else {
            throw ValidationError("`--timeout` takes a number of seconds, at least 0")
        }
        _ = try wanted()
    }

    func run(in context: CommandContext) async throws {
        let wanted = try wanted()
        let waiting = SessionWait(
            client: try context.client(), session: session, owner: owner.map { AccessKey(rawValue: $0) },
            wanted: wanted)
        do {
            try await Deadline.run(seconds: timeout) { try await waiting.perform() }
        } catch is Deadline.Passed {
            throw CommandFailure(
                status: .timeout, what: "session `\(session)` is not \(wanted.rawValue) after \(seconds)",
                hint: "backend.ai info \(session) shows where it stands")
        }
        if !quiet { context.console.note("backend.ai: session `\(session)` is \(wanted.rawValue)") }
    }

    private var seconds: String {
        timeout == timeout.rounded() ? "\(Int(timeout)) seconds" : "\(timeout) seconds"
    }

    private func wanted() throws -> SessionStatus {
        let name = status.uppercased().replacing("-", with: "_")
        guard let status = SessionStatus(rawValue: name) else {
            let near = NearestName.suggestion(for: name, among: SessionStatus.allCases.map(\.rawValue))
            let known = SessionStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "`\(status)` is no status; " + (near.map { "did you mean `\($0)`?" } ?? "the statuses are \(known)"))
        }
        return status
    }
}
