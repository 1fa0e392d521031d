import BackendAIKit
import Core

/// What a run came to.
enum RunOutcome: Sendable {
    /// The program ran and ended.
    case program(ExecutionResult)
    /// The program never ran, or its end is not known.
    case failed(CommandFailure)
    /// The user did not want to wait.
    case interrupted
    /// Whoever read the output has gone.
    case readerGone

    /// The exit code of the command: the program's own, once it has run.
    var exitCode: Int32 {
        switch self {
        case .program(let result): Int32(truncatingIfNeeded: result.exitCode & 0xff)
        case .failed(let failure): failure.status.rawValue
        case .interrupted: ExitStatus.interrupted.rawValue
        // 128 + SIGPIPE, as a program that is killed by it.
        case .readerGone: 141
        }
    }

    /// One line about the end, where there is something to say.
    var notice: String? {
        switch self {
        // That a signal ended the program is what its exit code says already.
        case .program(let result): result.reason == .signalled && !result.stateLost ? nil : result.notice
        case .interrupted: "interrupted"
        case .failed, .readerGone: nil
        }
    }

    /// The outcome for programs; `origin` tells whose exit code it is.
    func json(session: String, _ capture: OutputCapture) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("session", .string(session)), .init("exit_code", .integer(Int64(exitCode))),
        ]
        switch self {
        case .program(let result):
            members.append(.init("origin", "program"))
            members.append(.init("reason", JSONValue(result.reason?.rawValue)))
            members.append(.init("state_lost", .bool(result.stateLost)))
            members.append(.init("notice", JSONValue(result.notice)))
        case .failed(let failure):
            members.append(.init("origin", "backend.ai"))
            members.append(.init("error", .string(failure.what)))
            members.append(.init("why", JSONValue(failure.why)))
            members.append(.init("hint", JSONValue(failure.hint)))
        case .interrupted, .readerGone: members.append(.init("origin", "backend.ai"))
        }
        members += capture.members
        return .object(members)
    }
}
