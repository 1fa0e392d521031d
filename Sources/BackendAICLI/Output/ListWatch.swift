import BackendAIKit
import Core

/// Shows a text again and again: in its place on a terminal, below one another elsewhere whenever it is another one.
struct ListWatch {
    let console: Console
    /// The terminal, if data goes to one.
    let screen: Screen?
    let interval: Duration
    /// Waits; a test's own waits for nothing.
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// Shows what `text` answers until the task is cancelled.
    ///
    /// A manager that does not answer for a while ends nothing: what was shown stays, and the reason is told once.
    ///
    /// - Throws: What the first call of `text` throws, and what later ones throw beside a lost connection.
    func run(_ text: () async throws -> String) async throws {
        var shown: String?
        var isLost = false
        while true {
            do {
                let now = try await text()
                isLost = false
                if now != shown { try show(now, isFirst: shown == nil) }
                shown = now
            } catch let error as ClientError where shown != nil && error.isOfConnection {
                if !isLost { console.note("backend.ai: \(error); trying again") }
                isLost = true
            }
            try await pause(interval)
        }
    }

    private func show(_ text: String, isFirst: Bool) throws {
        guard let screen else {
            return try console.write(Array(((isFirst ? "" : "\n") + text).utf8))
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        let room = lines.prefix(max(1, screen.rows - 1)).map { TextWidth.clipped($0, to: screen.columns) }
        // Home, each line with what was behind it erased, and all below erased: nothing flickers.
        let clear = isFirst ? "\u{1b}[2J" : ""
        try console.write(Array((clear + "\u{1b}[H" + room.map { $0 + "\u{1b}[K\r\n" }.joined() + "\u{1b}[J").utf8))
    }
}

extension ClientError {
    /// Whether the manager was not reached, or lost on the way.
    fileprivate var isOfConnection: Bool {
        switch self {
        case .unreachable, .interrupted: true
        case .problem(let report): report.status == 502 || report.status == 503
        case .unexpectedAnswer, .downgraded: false
        }
    }
}
