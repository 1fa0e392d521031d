import ArgumentParser
import Core

/// Prints what the documentation contains, so that it cannot differ from the code.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print reference tables for the documentation",
        shouldDisplay: false
    )

    /// What can be printed.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        /// The exit codes, as a table in Markdown.
        case exitCodes = "exit-codes"
        /// The pages of `help TOPIC`, as JSON.
        case topics
    }

    @Argument(help: "What to print")
    var part = Part.exitCodes

    func run() throws {
        switch part {
        case .exitCodes: try Console().line(ExitStatus.table)
        case .topics:
            let pages = HelpTopic.allCases.map { topic -> JSONValue in
                [
                    "name": .string(topic.rawValue), "abstract": .string(topic.abstract), "text": .string(topic.text),
                ]
            }
            try Console().line(JSONValue.array(pages).prettyText)
        }
    }
}
