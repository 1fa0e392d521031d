import ArgumentParser
import Core

/// The text of something that is kept: of a file, or of standard input.
struct TextOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file; standard input when absent", valueName: "path"),
        completion: .file())
    var file: String?

    /// The text.
    func read() throws -> String { try TextOptions.read(file ?? "-") }

    /// The text of a file; `-` is standard input.
    static func read(_ path: String) throws -> String {
        do {
            return try FileText.read(path == "-" ? "/dev/stdin" : path)
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }
}
