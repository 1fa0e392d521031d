import ArgumentParser
import Core

/// Where the words of a command line stand in the tree of commands.
struct CommandTree {
    /// The names of the commands that the first words are, the program's own first.
    private(set) var names: [String]
    /// The word that stands where a command should and is none.
    private(set) var stray: String?
    /// What could stand there.
    private(set) var candidates: [String] = []

    /// Walks from `root` along `words`.
    init(_ root: any ParsableCommand.Type, _ words: [String]) {
        var below = root.configuration.subcommands
        names = [root._commandName]
        var isValue = false
        for word in words {
            // Before the commands there is one option that has a value.
            let isOption = word.hasPrefix("-")
            defer { isValue = names.count == 1 && word == "--output" }
            if isOption || isValue { continue }
            if below.isEmpty { return }
            guard let index = Self.index(of: word, in: below) else {
                guard word != "help" else { return }
                stray = word
                candidates = Self.shownNames(of: below) + (names.count == 1 ? ["help"] : [])
                return
            }
            names.append(below[index]._commandName)
            below = below[index].configuration.subcommands
        }
    }

    private static func index(of word: String, in commands: [any ParsableCommand.Type]) -> Int? {
        for (index, command) in commands.enumerated() where names(of: command).contains(word) { return index }
        return nil
    }

    private static func shownNames(of commands: [any ParsableCommand.Type]) -> [String] {
        var shown: [String] = []
        for command in commands where command.configuration.shouldDisplay { shown += names(of: command) }
        return shown
    }

    /// The command as it is typed: `backend.ai session ls`.
    var path: String { names.joined(separator: " ") }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }
}
