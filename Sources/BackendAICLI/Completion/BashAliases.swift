import ArgumentParser

/// The other names of commands, which the parser's script for bash does not know.
struct BashAliases {
    /// What leads from an alias to its command, by the script's function for the command above.
    private var cases: [String: [String]] = [:]

    /// The aliases of a tree of commands.
    init(_ root: any ParsableCommand.Type) {
        add(root, function: "_\(root._commandName)")
    }

    private mutating func add(_ command: any ParsableCommand.Type, function: String) {
        for below in command.configuration.subcommands {
            let aliases = below.configuration.aliases
            let name = below._commandName
            if !aliases.isEmpty {
                cases[function, default: []].append("    \(aliases.joined(separator: "|"))) subcommand=\(name) ;;")
            }
            add(below, function: "\(function)_\(name)")
        }
    }

    /// The script, where each function takes an alias for what it stands for.
    func added(to script: String) -> String {
        var function = ""
        var lines: [String] = []
        for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasSuffix("() {"), !line.hasPrefix(" ") { function = String(line.dropLast("() {".count)) }
            guard line == #"    local -r subcommand="${unparsed_words[0]}""#, let cases = cases[function] else {
                lines.append(String(line))
                continue
            }
            lines += [#"    local subcommand="${unparsed_words[0]}""#, #"    case "${subcommand}" in"#]
            lines += cases + ["    esac"]
        }
        return lines.joined(separator: "\n")
    }
}
