import Core
import Glibc

/// Where everything of one local stack lies; all of it follows from the state directory.
struct StackPaths: Sendable, Equatable {
    /// The state directory, absolute and free of links; 0700.
    let state: String

    /// The state directory that the environment asks for.
    ///
    /// `BACKENDAI_STATE_DIR`, else `XDG_STATE_HOME`, else `/var/lib/backend.ai` for root and
    /// `~/.local/state/backend.ai` for others.
    init(environment: [String: String], isRoot: Bool = geteuid() == 0) throws {
        let asked: String
        if let directory = environment["BACKENDAI_STATE_DIR"], !directory.isEmpty {
            asked = directory
        } else if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            asked = base + "/backend.ai"
        } else if isRoot {
            asked = "/var/lib/backend.ai"
        } else {
            asked = (environment["HOME"] ?? "/") + "/.local/state/backend.ai"
        }
        state = StackPaths.resolved(asked)
        // sockaddr_un has room for 107 characters, and the kernels' runner sockets lie deepest.
        let longest = "\(state)/kernels/00000000-0000-0000-0000-000000000000/runner/runner.sock"
        guard longest.utf8.count <= 107 else {
            throw CommandFailure(
                status: .invalidArgument,
                what: "the state directory `\(state)` has too long a path for unix sockets",
                hint:
                    "set BACKENDAI_STATE_DIR to a path of at most \(107 - (longest.utf8.count - state.utf8.count)) characters"
            )
        }
    }

    var lock: String { state + "/lock" }
    var options: String { state + "/options.json" }
    var keypair: String { state + "/keypair" }
    var port: String { state + "/port" }
    var signatures: String { state + "/signatures" }
    var build: String { state + "/build" }
    var agentSocket: String { state + "/agent.sock" }
    var stack: StackID { StackID(stateDirectory: state) }

    /// The file of a daemon, such as `manager.toml`.
    func file(_ daemon: StackDaemon, _ kind: String) -> String { "\(state)/\(daemon.rawValue).\(kind)" }

    /// `path` made absolute, with the links of its deepest existing directory resolved.
    private static func resolved(_ path: String) -> String {
        var existing = path.hasPrefix("/") ? path : ProcessEnvironment.currentDirectory + "/" + path
        while existing.count > 1, existing.hasSuffix("/") { existing.removeLast() }
        var rest = ""
        while true {
            if let real = realpath(existing, nil) {
                defer { free(real) }
                let base = String(cString: real)
                return (base == "/" ? "" : base) + rest
            }
            guard let slash = existing.lastIndex(of: "/"), existing != "/" else { return path }
            rest = existing[slash...] + rest
            existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
        }
    }
}

/// The two daemons of a stack.
enum StackDaemon: String, CaseIterable, Sendable {
    case agent
    case manager

    /// The executable's name.
    var program: String { "backend.ai-\(rawValue)" }
}
