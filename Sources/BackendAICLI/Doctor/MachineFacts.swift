import Core

/// A program of the system that a stack needs.
struct NeededProgram: Sendable, Equatable {
    let name: String
    /// The Debian package that has it.
    let package: String
    /// What does not work without it.
    let purpose: String
    /// Whether nothing works without it.
    let isVital: Bool

    /// Those that there are.
    static let all = [
        NeededProgram(name: "runc", package: "runc", purpose: "sessions", isVital: true),
        NeededProgram(name: "mkfs.ext4", package: "e2fsprogs", purpose: "the scratches of sessions", isVital: true),
        NeededProgram(name: "python3", package: "python3", purpose: "the image `python`", isVital: false),
        NeededProgram(name: "ssh", package: "openssh-client", purpose: "backend.ai ssh and scp", isVital: false),
        NeededProgram(name: "sqlite3", package: "sqlite3", purpose: "backend.ai mgr dbshell", isVital: false),
    ]
}

/// What was found out about this machine, where it is to run a stack.
struct MachineFacts: Sendable, Equatable {
    /// A container runtime.
    struct Runtime: Sendable, Equatable {
        let name: String
        let path: String
        /// The first line of what it says of itself; nil when it does not run.
        let version: String?
    }

    /// Who has the manager's port.
    enum Port: Sendable, Equatable {
        case free
        case ours
        /// Another process, as far as it can be seen.
        case other(String?)
    }

    /// What runs of the stack.
    enum Stack: Sendable, Equatable {
        case stopped
        /// Only these of its daemons.
        case incomplete([String])
        case running(isOfThisBuild: Bool)
    }

    var isRoot = true
    /// What of the four programs is missing; nil for nothing.
    var missingProgram: String?
    var stack = Stack.stopped
    /// nil where no hierarchy is mounted.
    var cgroups: CgroupLayout.Version?
    /// Where each needed controller is: `memory`, `v1`.
    var controllers: [String: String] = [:]
    /// Controllers that the unified hierarchy passes on.
    var delegated: [String] = []
    /// What keeps limits from being set, a sentence each; nil where that was not tried.
    var cgroupProblems: [String]?
    var runtimes: [Runtime] = []
    /// Whether Docker answers at its socket.
    var hasDocker = false
    var stateDirectory = ""
    /// Bytes that are free where the state lies.
    var freeSpace: Int64?
    var port = 8081
    var portState = Port.free
    /// Programs that are missing.
    var missing: [NeededProgram] = []
}
