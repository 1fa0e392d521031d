import Core
import Glibc

/// A file of variables, found from the current directory upward; it overrides the environment, as in the original.
enum EnvironmentFile {
    static func nearest(to directory: String) -> String? {
        var directory = directory[...]
        while true {
            let candidate = "\(directory)/.env"
            if access(candidate, R_OK) == 0 { return candidate }
            guard let slash = directory.lastIndex(of: "/") else { return nil }
            directory = directory[..<slash]
        }
    }

    static func read(_ path: String) throws -> [String: String] {
        do {
            return parse(try FileText.read(path))
        } catch {
            throw CommandFailure(what: "\(error)")
        }
    }

    /// Lines of `KEY=VALUE`, with an optional `export`, comments and quotes.
    static func parse(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            var rest = line.drop { $0.isWhitespace }
            if rest.hasPrefix("#") { continue }
            if rest.hasPrefix("export ") { rest = rest.dropFirst(7) }
            let pair = rest.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, let name = pair[0].split(separator: " ").first else { continue }
            variables[String(name)] = unquoted(pair[1])
        }
        return variables
    }

    private static func unquoted(_ text: Substring) -> String {
        var value = text.drop { $0 == " " }
        while value.last?.isWhitespace == true { value = value.dropLast() }
        for quote: Character in ["\"", "'"] where value.count >= 2 && value.first == quote && value.last == quote {
            return String(value.dropFirst().dropLast())
        }
        return String(value)
    }
}
