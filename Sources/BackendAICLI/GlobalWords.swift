/// The words of a command line that mean the same wherever they stand: which context is used.
///
/// They are taken out before the rest is read, so that every command has them. What follows `--` is left alone, and so
/// is what `ssh` and `scp` pass on.
struct GlobalWords: Sendable, Equatable {
    /// What they ask for.
    struct Choice: Sendable, Equatable {
        /// The context of this command.
        var context: String?
        /// Whether certificates are taken unseen.
        var skipsCertificate = false

        /// The same as words again, for a command that this one starts.
        var words: [String] {
            (context.map { ["--context=\($0)"] } ?? []) + (skipsCertificate ? ["--skip-sslcert-validation"] : [])
        }
    }

    /// The choice that this command line has made.
    @TaskLocal static var chosen = Choice()

    private(set) var choice = Choice()
    /// The other words, in order.
    private(set) var rest: [String] = []

    /// Reads a command line, without the program's name.
    ///
    /// - Throws: ``CommandFailure``: `--context` names nothing.
    init(_ words: [String]) throws(CommandFailure) {
        var remaining = words[...]
        while let word = remaining.popFirst() {
            if word == "--" || passesOn {
                rest += [word] + remaining
                return
            }
            switch word {
            case "--context":
                guard let name = remaining.popFirst(), !name.hasPrefix("-") else {
                    throw CommandFailure(
                        status: .usage, what: "`--context` takes a name",
                        hint: "`backend.ai context list` shows those that there are")
                }
                choice.context = name
            case _ where word.hasPrefix("--context="): choice.context = String(word.dropFirst("--context=".count))
            case "--skip-sslcert-validation": choice.skipsCertificate = true
            default: rest.append(word)
            }
        }
    }

    /// Whether all that follows belongs to another program: `ssh` and `scp`, once their session is named.
    private var passesOn: Bool {
        let names = rest.filter { !$0.hasPrefix("-") }
        let command = names.first == "session" ? names.dropFirst() : names[...]
        return ["ssh", "scp"].contains(command.first) && command.count > 1
    }
}
