import Core

/// What an OCI runtime wrote with `--log-format json`: one object a line with `level` and `msg`.
enum RuntimeLog {
    private struct Line: Decodable {
        let level: String
        let msg: String
    }

    /// The last error as a sentence without a stop; nil if there is none.
    ///
    /// runc wraps each error in those of its callers, `runc run failed: unable to start container process: …`;
    /// the words that say no more than that it failed are left out.
    static func reason(in text: String) -> String? {
        let errors = text.split(separator: "\n").compactMap { line in
            try? JSONValue(parsing: Array(line.utf8)).decoded(as: Line.self)
        }
        guard var reason = errors.last(where: { $0.level == "error" || $0.level == "fatal" })?.msg else { return nil }
        for prefix in wrappings where reason.hasPrefix(prefix) { reason.removeFirst(prefix.count) }
        reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        while let last = reason.last, last == "." || last == " " { reason.removeLast() }
        return reason.isEmpty ? nil : reason
    }

    private static let wrappings = [
        "runc run failed: ", "runc create failed: ", "runc start failed: ", "unable to start container process: ",
        "container_linux.go:", "error during container init: ",
    ]
}
