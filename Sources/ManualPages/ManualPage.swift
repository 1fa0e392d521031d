/// A manual page of one command, for groff's `man` macros.
struct ManualPage {
    let command: CommandDescription
    /// What stands in the page's foot: the program and its version.
    let source: String
    /// Pages about no command, which the program's own page ends with.
    var topics: [HelpPage] = []

    /// The file's name: `backend.ai-session-ls.1`.
    var fileName: String { "\(Self.pageName(command)).1" }

    /// The page's text, ASCII alone.
    var text: String {
        let name = Self.pageName(command)
        var lines = [
            ".TH \"\(Roff.escape(name.uppercased()))\" 1 \"\" \"\(Roff.escape(source))\" \"User Commands\"",
            ".SH NAME", "\(Roff.escape(name)) \\- \(Roff.escape(command.abstract))",
            ".SH SYNOPSIS",
            "\\fB\(Roff.escape(command.path))\\fR\(Roff.escape(String(command.usage.dropFirst(command.path.count))))",
        ]
        if !command.discussion.isEmpty { lines += [".SH DESCRIPTION"] + Roff.paragraphs(command.discussion) }
        if !command.aliases.isEmpty {
            lines += [".SH ALIASES", Roff.escape(command.aliases.joined(separator: ", "))]
        }
        lines += section("ARGUMENTS", command.options.filter(\.isPositional))
        lines += section("OPTIONS", command.options.filter { !$0.isPositional })
        if !command.subcommands.isEmpty {
            lines.append(".SH COMMANDS")
            for below in command.subcommands {
                lines += [".TP", "\\fB\(Roff.escape(Self.pageName(below)))\\fR(1)", Roff.text(below.abstract)]
            }
        }
        for topic in topics { lines += topicSection(topic) }
        lines += seeAlso
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ options: [OptionDescription]) -> [String] {
        guard !options.isEmpty else { return [] }
        return [".SH \(title)"]
            + options.flatMap { option in
                [".TP", "\\fB\(Roff.escape(option.title))\\fR", Roff.text(option.abstract + option.notes)]
            }
    }

    private func topicSection(_ topic: HelpPage) -> [String] {
        var body = topic.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // The text begins with its own title.
        if body.first == body.first?.uppercased() { body.removeFirst() }
        while body.first?.isEmpty == true { body.removeFirst() }
        let title = topic.name.uppercased().replacing("-", with: " ")
        return [".SH \"\(Roff.escape(title))\"", ".nf"] + body.map(Roff.line) + [".fi"]
    }

    private var seeAlso: [String] {
        guard let parent = command.parents.last else { return [] }
        let page = (command.parents.dropLast() + [parent]).joined(separator: "-")
        return [".SH \"SEE ALSO\"", "\\fB\(Roff.escape(page))\\fR(1)"]
    }

    private static func pageName(_ command: CommandDescription) -> String {
        (command.parents + [command.name]).joined(separator: "-")
    }
}
