import ArgumentParser

/// The question before a change that cannot be taken back.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not ask")
    var yes = false

    /// Asks, unless the user has said yes beforehand.
    ///
    /// - Parameters:
    ///   - deed: What is about to be done, as a sentence: `This removes the domain for ever.`
    ///   - console: Where to ask.
    /// - Throws: ``CommandFailure`` with the status of an argument that cannot be used where nobody can answer, or an
    ///   `ExitCode` when the answer is no.
    func confirm(_ deed: String, on console: Console) throws {
        if yes { return }
        guard console.canAsk else {
            throw CommandFailure(
                status: .invalidArgument,
                what: "this needs a confirmation, and there is no terminal to ask on",
                why: deed,
                hint: "say so beforehand by `--yes`"
            )
        }
        console.writeMessage(Array("\(deed) Are you sure? [y/N] ".utf8))
        guard ["y", "yes"].contains(console.readLine()?.lowercased() ?? "") else {
            console.note("backend.ai: nothing was changed")
            throw ExitStatus.failure.code
        }
    }
}
