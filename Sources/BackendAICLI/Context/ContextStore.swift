import Core
import Glibc

/// The file of contexts: 0600, replaced at once, changed by one process at a time.
struct ContextStore: Sendable, Equatable {
    /// The directory of the user's settings.
    let directory: String

    /// The file.
    var path: String { directory + "/contexts.toml" }

    /// Below `XDG_CONFIG_HOME`, else `~/.config`.
    init(environment: [String: String]) {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            directory = base + "/backend.ai"
        } else {
            directory = (environment["HOME"] ?? "") + "/.config/backend.ai"
        }
    }

    /// What it says; empty when there is none.
    ///
    /// - Throws: ``CommandFailure`` for a file that is damaged, or that others may read.
    func read() throws(CommandFailure) -> ContextFile {
        let text: String?
        do throws(SystemCallError) {
            text = try PrivateFile.read(path, limit: 4 << 20)
        } catch {
            if error.code == EPERM {
                throw CommandFailure(
                    what: "`\(path)` is not safe to use", why: "someone else owns it, or may read it",
                    hint: "chmod 600 \(path)")
            }
            throw CommandFailure(what: "\(error)")
        }
        guard let text else { return ContextFile() }
        do {
            return try ContextFile(parsing: text)
        } catch {
            throw CommandFailure(
                what: "`\(path)` is damaged", why: "\(error)",
                hint: "mend that line, or delete the file to begin anew")
        }
    }

    /// Changes it, with the lock held from reading to writing.
    func change(_ body: (inout ContextFile) throws -> Void) throws {
        do {
            try Directory.create(directory)
            let lock = try FileLock(waitingFor: directory + "/contexts.lock")
            var file = try read()
            try body(&file)
            try PrivateFile.write(file.text, to: path)
            lock.release()
        } catch let error as SystemCallError {
            throw CommandFailure(what: "\(error)")
        }
    }
}
