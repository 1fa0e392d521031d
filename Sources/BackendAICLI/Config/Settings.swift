import BackendAIKit
import Core
import Glibc

/// Where a command finds its manager: the environment, a `.env` file, or the local stack.
struct Settings: Sendable {
    /// The environment, with what a `.env` file overrides.
    let environment: [String: String]

    /// The settings of this process.
    static func current() throws -> Settings {
        var environment = ProcessEnvironment.current
        if let file = EnvironmentFile.nearest(to: ProcessEnvironment.currentDirectory) {
            environment.merge(try EnvironmentFile.read(file)) { _, new in new }
        }
        return Settings(environment: environment)
    }

    /// The configuration that the environment names, or nil when it names no endpoint.
    func explicit() throws -> ClientConfiguration? {
        do {
            return try ClientConfiguration(environment: environment)
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }

    /// The local stack of these settings.
    func localStack() throws -> LocalStack {
        LocalStack(paths: try StackPaths(environment: environment))
    }

    /// What is known of how managers let requests be signed.
    func signatures() throws -> SignatureFile {
        SignatureFile(path: try StackPaths(environment: environment).signatures)
    }

    /// The configuration to use; the local stack is started when it is wanted and not running.
    func configuration(console: Console) throws -> ClientConfiguration {
        if let explicit = try explicit() { return explicit }
        BackendAIClient.forgoTLS()
        let access = try localStack().ensureRunning(console: console)
        return ClientConfiguration(endpoint: Endpoint(loopbackPort: access.port), keypair: access.keypair)
    }
}

/// The process's environment.
enum ProcessEnvironment {
    static var current: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }

    static var currentDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    /// The directory that this program's own executable lies in.
    static var executableDirectory: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "/" }
        defer { free(path) }
        let text = String(cString: path)
        return String(text[..<(text.lastIndex(of: "/") ?? text.startIndex)])
    }
}

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
