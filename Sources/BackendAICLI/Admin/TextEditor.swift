import Core
import Glibc

/// Lets the user write a text in the editor of their choice.
struct TextEditor {
    /// A shell command that takes the file's name.
    let command: String

    /// The editor that the environment names; `vi` when it names none.
    init(environment: [String: String]) {
        command = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    }

    /// What the user has written.
    ///
    /// - Throws: ``CommandFailure`` when the editor fails.
    func text() throws -> String {
        let directory = try TemporaryDirectory.make(for: "text")
        let path = "\(directory)/announcement.md"
        defer {
            unlink(path)
            rmdir(directory)
        }
        do {
            let file = try Descriptor.open(path, O_WRONLY | O_CREAT)
            _ = consume file
            guard let stream = popen("\(command) '\(path)'", "w"), pclose(stream) == 0 else {
                throw CommandFailure(
                    what: "the editor `\(command)` has failed", hint: "name another in EDITOR, or give --message")
            }
            return try FileText.read(path)
        } catch let error as SystemCallError {
            throw CommandFailure(what: "\(error)")
        }
    }
}
