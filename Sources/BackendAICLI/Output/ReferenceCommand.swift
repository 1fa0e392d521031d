import ArgumentParser

/// Prints tables that the documentation contains, so that they cannot differ from the code.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print reference tables for the documentation",
        shouldDisplay: false
    )

    func run() throws {
        try Console().line(ExitStatus.table)
    }
}
