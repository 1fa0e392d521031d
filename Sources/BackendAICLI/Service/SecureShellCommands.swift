import ArgumentParser
import BackendAIKit
import Core

struct SecureShellCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssh",
        abstract: "Log in to a session by SSH",
        discussion: """
            What follows the session goes to ssh: options, and a command. No local port is opened, so `--port`, which the \
            official client takes, does nothing.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(parsing: .captureForPassthrough, help: "Options of ssh, and a command")
    var arguments: [String] = []

    func run(in context: CommandContext) async throws {
        let access = try await SecureShellAccess(try context.client(), session: session)
        defer { access.remove() }
        let (options, command) = SecureShellAccess.split(SecureShellAccess.withoutPort(arguments))
        throw ExitCode(try access.run("ssh", options + [SecureShellAccess.host] + command))
    }
}

struct SecureCopyCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "scp",
        abstract: "Copy files to and from a session by scp",
        discussion: """
            A path of the session begins with a colon, `:data.csv`, or is written `work@localhost:data.csv`. No local port \
            is opened, so `--port`, which the official client takes, does nothing.
            """
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(parsing: .captureForPassthrough, help: "Options of scp, sources and a destination")
    var arguments: [String] = []

    func run(in context: CommandContext) async throws {
        let arguments = SecureShellAccess.withoutPort(arguments)
        guard arguments.count >= 2 else { throw ValidationError("a source and a destination are wanted") }
        let access = try await SecureShellAccess(try context.client(), session: session)
        defer { access.remove() }
        // By its own protocol, since a session has scp wherever it has ssh, but not always an SFTP server.
        let words = arguments.map { word in
            word.hasPrefix(":")
                ? "\(SecureShellAccess.host)\(word)"
                : word.hasPrefix("\(session):") ? "\(SecureShellAccess.host)\(word.dropFirst(session.count))" : word
        }
        throw ExitCode(try access.run("scp", ["-O"] + words))
    }
}
