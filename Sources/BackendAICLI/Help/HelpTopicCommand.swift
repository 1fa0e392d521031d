import ArgumentParser
import Core

/// `backend.ai topics`: the pages of `backend.ai help TOPIC`, which the parser's own help does not know.
struct HelpTopicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "List the pages of `backend.ai help TOPIC`, or print one",
        discussion: HelpTopic.allCases.map { "\($0.rawValue): \($0.abstract)." }.joined(separator: "\n")
    )

    @Argument(help: "The page; the list when absent")
    var topic: HelpTopic?

    func run() throws {
        if let topic { return try Console().line(topic.text) }
        let rows = HelpTopic.allCases.map { [$0.rawValue, $0.abstract] }
        try Console().line(Table(columns: ["TOPIC", "ABOUT"], rows: rows).text)
    }
}
