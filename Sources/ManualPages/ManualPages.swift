import Core
import Glibc

/// Writes the reference of commands from what `backend.ai --experimental-dump-help` prints.
///
/// `ManualPages markdown DUMP TOPICS FILE` and `ManualPages man DUMP TOPICS DIRECTORY VERSION`.
@main
struct ManualPages {
    static func main() {
        do {
            try write(Array(CommandLine.arguments.dropFirst()))
        } catch {
            try? writeAll(Array("ManualPages: \(error)\n".utf8), to: STDERR_FILENO)
            exit(1)
        }
    }

    /// The command line is none of the two.
    struct WrongUsage: Error, CustomStringConvertible {
        var description: String { "markdown DUMP TOPICS FILE, or man DUMP TOPICS DIRECTORY VERSION" }
    }

    private static func write(_ arguments: [String]) throws {
        guard arguments.count >= 4 else { throw WrongUsage() }
        let dump = try JSONValue(parsing: Array(FileText.read(arguments[1]).utf8))
        let topics = HelpPage.all(try JSONValue(parsing: Array(FileText.read(arguments[2]).utf8)))
        let program = try CommandDescription(dump: dump)
        switch (arguments[0], arguments.count) {
        case ("markdown", 4):
            try write(MarkdownReference(program: program, topics: topics).text, to: arguments[3])
        case ("man", 5):
            mkdir(arguments[3], 0o755)
            for command in program.all {
                let page = ManualPage(
                    command: command, source: arguments[4], topics: command.parents.isEmpty ? topics : [])
                try write(page.text, to: "\(arguments[3])/\(page.fileName)")
            }
        default: throw WrongUsage()
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
        try file.write(Array(text.utf8))
    }
}
