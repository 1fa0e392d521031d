/// All commands on one page of Markdown.
struct MarkdownReference {
    let program: CommandDescription
    let topics: [HelpPage]

    /// The page.
    var text: String {
        var lines = [
            "# Commands", "",
            "Written by `make docs` from what `\(program.name) --experimental-dump-help` prints; edit the commands instead.",
            "", program.abstract + ".", "",
        ]
        let commands = program.all
        lines += ["| command | is |", "|---|---|"]
        for command in commands.dropFirst() {
            lines.append("| [`\(command.path)`](#\(Self.anchor(command.path))) | \(Self.cell(command.abstract)) |")
        }
        for topic in topics {
            lines.append(
                "| [`\(program.name) help \(topic.name)`](#\(Self.anchor(topic.name))) | \(Self.cell(topic.abstract)) |"
            )
        }
        for command in commands { lines += section(command) }
        for topic in topics { lines += ["", "## \(topic.name)", "", "```", topic.text, "```"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: CommandDescription) -> [String] {
        var lines = ["", "## \(command.path)", "", command.abstract + ".", "", "    \(command.usage)"]
        if !command.aliases.isEmpty {
            lines += ["", "Also: \(command.aliases.map { "`\($0)`" }.joined(separator: ", "))."]
        }
        if !command.discussion.isEmpty { lines += ["", command.discussion] }
        let shown = command.options.filter { !Self.isCommon($0) }
        if !shown.isEmpty {
            lines += ["", "| option | is |", "|---|---|"]
            for option in shown {
                lines.append("| `\(Self.cell(option.title))` | \(Self.cell(option.abstract + option.notes)) |")
            }
        }
        return lines
    }

    /// What every command has.
    private static func isCommon(_ option: OptionDescription) -> Bool {
        option.names.contains("--help") || option.names.contains("--version")
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ").replacing("|", with: "\\|")
    }

    /// The anchor that renderers make of a heading: lower case, blanks as dashes, no other signs.
    static func anchor(_ heading: String) -> String {
        String(
            heading.lowercased().map { $0 == " " ? "-" : $0 }.filter {
                $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_"
            })
    }
}
