import BackendAIKit
import Core

/// An event as it is printed while a stream goes on: a line of text for people, a document for programs.
struct EventLine {
    private let event: ServerSentEvent

    init(_ event: ServerSentEvent) {
        self.event = event
    }

    /// Prints it; JSON in one line, YAML as a document of its own, CSV as name and data.
    func print(in format: OutputFormat, on console: Console, text: () -> String) throws {
        let data = (try? JSONValue(parsing: Array(event.data.utf8))) ?? .string(event.data)
        let value: JSONValue = ["event": .string(event.name), "data": data]
        switch format {
        case .console: try console.line(text())
        case .json: try console.line(value.encodedText)
        case .yaml: try console.write(Array(("---\n" + YAMLText.text(of: value)).utf8))
        case .csv: try console.write(Array(CSVText.text(header: nil, rows: [[.string(event.name), data]]).utf8))
        }
    }
}
