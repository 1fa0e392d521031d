import ArgumentParser

/// The question before a removal, for commands whose original calls the answer `--force`.
struct ForceOptions: ParsableArguments {
    @Flag(name: [.customShort("f"), .long, .customShort("y"), .customLong("yes")], help: "Do not ask")
    var force = false

    /// Asks, unless the user has said yes beforehand.
    func confirm(_ deed: String, on console: Console) throws {
        var question = ConfirmationOptions()
        question.yes = force
        try question.confirm(deed, on: console)
    }
}
