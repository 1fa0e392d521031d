import BackendAIKit
import Core
import Glibc

/// The announcement that the user wants to see no more, in the file of the original's client.
struct DismissedAnnouncement {
    private let directory: String

    /// Below the user's directory of states.
    init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        directory = (environment["XDG_STATE_HOME"] ?? "\(home)/.local/state") + "/backend.ai"
    }

    /// Remembers a message as dismissed.
    ///
    /// - Throws: ``CommandFailure`` when the file cannot be written.
    func keep(_ message: String) throws(CommandFailure) {
        let content: JSONValue = ["hash": .string(TextDigest.sha256(message)), "dismissed": true]
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/\(part)"
            mkdir(path, 0o700)
        }
        do {
            let file = try Descriptor.open("\(directory)/announcement.json", O_WRONLY | O_CREAT | O_TRUNC)
            try file.write(content.encoded)
        } catch {
            throw CommandFailure(what: "\(error)")
        }
    }
}
