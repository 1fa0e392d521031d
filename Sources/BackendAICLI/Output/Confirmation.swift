import Core
import Glibc

/// A question before something that cannot be undone.
enum Confirmation {
    /// Asks, unless the answer was given by an option.
    ///
    /// - Parameters:
    ///   - question: What is about to happen, as a question.
    ///   - isGiven: Whether the option was.
    ///   - option: The option's name.
    ///   - console: Where the question goes.
    /// - Throws: `ExitCode` when the answer is no, ``CommandFailure`` when nobody can be asked.
    static func ask(_ question: String, isGiven: Bool, option: String, _ console: Console) throws {
        if isGiven { return }
        if isatty(STDIN_FILENO) != 1, let answer = readLine() {
            // A script that answers what the original's client asks, by a pipe.
            if isYes(answer) { return }
            throw ExitStatus.failure.code
        }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(what: "this needs a confirmation", why: question, hint: "add \(option)")
        }
        console.note("\(question) [y/N]")
        guard isYes(readLine() ?? "") else { throw ExitStatus.failure.code }
    }

    private static func isYes(_ answer: String) -> Bool { ["y", "yes"].contains(answer.lowercased()) }
}
