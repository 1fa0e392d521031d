import ArgumentParser
import Core
import Glibc

struct DatabaseShell: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "dbshell",
        abstract: "Open the database of the local stack's manager with sqlite3",
        discussion: """
            It is opened for reading alone, unless --write stands first. What follows goes to sqlite3: its options, and \
            SQL, as in `backend.ai mgr dbshell "select count(*) from sessions"`.
            """
    )

    @Flag(help: "Open it for writing, too; the manager does not expect that while it runs")
    var write = false

    @Argument(parsing: .captureForPassthrough, help: "Options of sqlite3, and SQL")
    var arguments: [String] = []

    func run(in context: CommandContext) async throws {
        let stack = try context.settings.localStack()
        let database = stack.paths.state + "/manager.sqlite"
        guard access(database, F_OK) == 0 else {
            throw CommandFailure(
                what: "there is no database `\(database)`", hint: "backend.ai local start makes a stack with one")
        }
        guard let program = HostProgram.find("sqlite3") else {
            throw CommandFailure(what: "sqlite3 is not installed", hint: "apt install sqlite3")
        }
        if write, try stack.status().pids[.manager] != nil {
            context.console.note("backend.ai: warning: the manager runs and does not expect changes")
        }
        let split = Self.split(arguments)
        let words = [program] + split.options + (write ? [] : ["-readonly"]) + [database] + split.statements
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        signal(SIGPIPE, SIG_DFL)
        execv(program, &pointers)
        throw CommandFailure(what: "cannot run `\(program)`", why: String(cString: strerror(errno)))
    }

    /// Options stand before the database, statements after it.
    static func split(_ arguments: [String]) -> (options: [String], statements: [String]) {
        let valued = [
            "-cmd", "-init", "-newline", "-nullvalue", "-separator", "-lookaside", "-maxsize", "-mmap", "-vfs",
        ]
        var options: [String] = []
        var rest = arguments[...]
        while let word = rest.first, word.hasPrefix("-") {
            rest = rest.dropFirst()
            if word == "--" { break }
            options.append(word)
            if valued.contains(word), let value = rest.popFirst() { options.append(value) }
        }
        return (options, Array(rest))
    }
}
