import ArgumentParser

/// The exit codes of `backend.ai`.
///
/// Once a program has run, `run` exits with the program's own code instead.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case failure = 1
    case usage = 2
    case timeout = 3
    case invalidArgument = 4
    case runTimeout = 124
    case platformFailure = 125
    case interrupted = 130

    /// The code as ArgumentParser takes it.
    var code: ExitCode { ExitCode(rawValue) }

    /// When it is used.
    var meaning: String {
        switch self {
        case .success: "the command did what it was asked"
        case .failure: "the command failed"
        case .usage: "the command line is wrong"
        case .timeout: "a wait ended before what it waited for came (every command but `run`)"
        case .invalidArgument: "an argument was understood but cannot be used"
        case .runTimeout: "`run`: a wait ended before the program had run"
        case .platformFailure: "`run`: the program never ran, or its end is not known"
        case .interrupted: "interrupted by Ctrl-C"
        }
    }

    /// The table for people, in Markdown.
    static var table: String {
        let rows = allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        return (["| code | when |", "|---|---|"] + rows).joined(separator: "\n")
    }
}
