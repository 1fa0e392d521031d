import Core

/// What an event of a session means for somebody who watches it.
enum SessionOutcome: Equatable {
    /// It goes on.
    case goesOn
    /// Nothing follows; the program of a batch session ended by this code.
    case over(exitCode: Int32)

    /// Reads an event.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - data: Its data.
    init(event name: String, data: JSONValue?) {
        let code = data?["exitCode"]?.integer.map { Int32(truncatingIfNeeded: $0) }
        switch name {
        case "session_success": self = .over(exitCode: code ?? 0)
        case "session_failure": self = .over(exitCode: code ?? 1)
        case "session_terminated", "session_cancelled", "kernel_cancelled": self = .over(exitCode: 0)
        default: self = .goesOn
        }
    }
}
