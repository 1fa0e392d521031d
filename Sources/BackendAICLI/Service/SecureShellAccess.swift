import BackendAIKit
import Core
import Glibc

/// The way into a session by ssh: its key in a private directory, and this program as the connection.
struct SecureShellAccess {
    /// Who one is there; the host's name means nothing, the connection is made by us.
    static let host = "work@localhost"

    private let directory: String
    private let session: String

    /// Fetches the key.
    ///
    /// - Throws: ``CommandFailure`` when the session has none, which means that its image has no SSH server.
    init(_ client: BackendAIClient, session: String) async throws {
        self.session = session
        directory = try TemporaryDirectory.make(for: "ssh")
        do {
            try await client.sessions.download(["id_container"], of: session, to: directory)
        } catch let error as ClientError {
            remove()
            throw error
        } catch {
            remove()
            throw CommandFailure(
                what: "session `\(session)` has no key to log in with",
                why: "its image has no SSH server", hint: "install dropbear-bin or openssh-server where the agent runs")
        }
        chmod(key, 0o600)
    }

    private var key: String { "\(directory)/id_container" }

    /// Removes the key.
    func remove() {
        unlink(key)
        rmdir(directory)
    }

    /// Runs ssh or scp in the foreground.
    ///
    /// - Returns: Its exit code.
    /// - Throws: ``CommandFailure`` when there is no such program.
    func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let me = Directory.link("/proc/self/exe") ?? CommandLine.arguments[0]
        let proxy =
            "\(Self.quoted(me))\(GlobalWords.chosen.words.map { " " + Self.quoted($0) }.joined()) app --stdio \(Self.quoted(session)) sshd"
        let options = [
            "-o", "ProxyCommand=\(proxy.replacing("%", with: "%%"))", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-i", key,
        ]
        let words = [program] + options + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var pid: pid_t = 0
        // Ctrl-C is for the program in the terminal; we wait for what it makes of it.
        signal(SIGINT, SIG_IGN)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let code = posix_spawnp(&pid, program, nil, &attributes, &pointers, environ)
        guard code == 0 else {
            throw CommandFailure(
                what: "cannot start `\(program)`", why: String(cString: strerror(code)), hint: "install openssh-client")
        }
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return Int32(ProcessEnd(waitStatus: status).exitCode)
    }

    /// The words without `-p PORT` and `--port PORT` before the first that is no option.
    ///
    /// The official client opens that local port on the way; ours needs none, and scp means something else by `-p`.
    static func withoutPort(_ arguments: [String]) -> [String] {
        var kept: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "--" else { return kept + [word] + rest }
            if ["-p", "--port"].contains(word), rest.first.flatMap({ UInt16($0) }) != nil {
                rest.removeFirst()
            } else if !word.hasPrefix("--port=") {
                kept.append(word)
            }
        }
        return kept
    }

    /// Options before the host, a command after it: as ssh's own command line has them.
    static func split(_ arguments: [String]) -> (options: [String], command: [String]) {
        let valued = Set("BbcDEeFIiJLlmOoPpRSWw")
        var options: [String] = []
        var rest = arguments[...]
        if rest.first == "--" { return ([], Array(rest.dropFirst())) }
        while let word = rest.first, word.hasPrefix("-"), word != "-" {
            rest = rest.dropFirst()
            if word == "--" { break }
            options.append(word)
            // An option whose value is the next word.
            if word.count == 2, let letter = word.last, valued.contains(letter), let value = rest.popFirst() {
                options.append(value)
            }
        }
        return (options, Array(rest))
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
