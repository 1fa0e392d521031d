import BackendAIKit
import Core
import Glibc

/// Which announcement this user has seen, in the file that the original's client keeps, too.
struct AnnouncementState {
    private let directory: String
    private var path: String { "\(directory)/announcement.json" }

    /// Below the user's directory of states.
    init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        directory = (environment["XDG_STATE_HOME"] ?? "\(home)/.local/state") + "/backend.ai"
    }

    /// Whether the message was shown already, or dismissed.
    func isKnown(_ message: String) -> Bool {
        guard let text = try? FileText.read(path), let state = try? JSONValue(parsing: Array(text.utf8)) else {
            return false
        }
        return state["hash"]?.text == TextDigest.sha256(message)
    }

    /// Remembers a message.
    ///
    /// - Parameters:
    ///   - message: What was announced.
    ///   - isDismissed: Whether the original's client shall not show it any more.
    /// - Throws: ``CommandFailure`` when the file cannot be written.
    func keep(_ message: String, isDismissed: Bool) throws(CommandFailure) {
        let content: JSONValue = ["hash": .string(TextDigest.sha256(message)), "dismissed": .bool(isDismissed)]
        var parent = ""
        for part in directory.split(separator: "/") {
            parent += "/\(part)"
            mkdir(parent, 0o700)
        }
        do {
            let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC)
            try file.write(content.encoded)
        } catch {
            throw CommandFailure(what: "\(error)")
        }
    }
}

extension CommandContext {
    /// Tells people on a terminal what the manager announces, once for each announcement.
    ///
    /// Behind a command's own output, which never waits for it; that it cannot be asked is no failure.
    func tellAnnouncement(_ output: OutputOptions) async {
        guard console.isInteractive, console.screen != nil, output.output == .console else { return }
        guard let message = try? await client().manager.announcement() else { return }
        let state = AnnouncementState(environment: settings.environment)
        if state.isKnown(message) { return }
        console.note("")
        console.note("The manager announces:")
        for line in message.split(whereSeparator: \.isNewline) { console.note("  \(Table.visible(String(line)))") }
        try? state.keep(message, isDismissed: false)
    }
}
