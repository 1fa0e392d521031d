import Glibc

/// What the command line of a runner says.
struct RunnerConfiguration: Sendable, Equatable {
    /// Whose rights user programs get.
    struct Identity: Sendable, Equatable {
        let user: uid_t
        let group: gid_t
    }

    /// A command line that cannot be followed.
    struct UsageError: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The runner's own program, which works on files and prepares services with the user's rights.
    let executable: String
    /// The listening unix socket, inherited.
    let listener: CInt
    /// The language of its runs.
    let language: Language
    /// The rights of user programs, user and group 1000 unless said otherwise; nil leaves them those of the runner,
    /// which `--keep-identity` asks for, for tests outside a container.
    let identity: Identity?
    /// Where user programs start.
    let directory: String
    /// Where the source files of a run lie, and what is made of them.
    let sourceDirectory: String
    /// Where drivers find code and input that they cannot be handed; the runner's own.
    let driverDirectory: String
    /// A shell script that user rights run before the first interpreter.
    let bootstrap: BootstrapScript?
    /// A file that lists the files which the home of the user begins with.
    let dotfiles: String?
    /// Whether processes of the runner's own pid namespace may connect; for tests outside a container.
    let acceptsAnyPeer: Bool

    /// Reads `--name value` pairs and the switches.
    ///
    /// - Parameters:
    ///   - arguments: The command line without the program's name.
    ///   - executable: The program's path.
    /// - Throws: ``UsageError`` that names the option.
    init(arguments: [String], executable: String = CommandLine.arguments[0]) throws(UsageError) {
        self.executable = executable
        var values = [
            "--runtime": "python", "--runtime-path": "/usr/bin/python3", "--directory": "/home/work",
            "--source-directory": "/tmp/backend.ai-run", "--driver-directory": "/tmp/.backend.ai-driver",
        ]
        let valued = ["--listen", "--user", "--group", "--bootstrap", "--dotfiles"] + values.keys
        var acceptsAnyPeer = false
        var keepsIdentity = false
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--accept-any-peer" {
                acceptsAnyPeer = true
                continue
            }
            if name == "--keep-identity" {
                keepsIdentity = true
                continue
            }
            guard valued.contains(name) else { throw UsageError(description: "unknown option `\(name)`") }
            guard let value = rest.popFirst() else { throw UsageError(description: "option `\(name)` lacks its value") }
            values[name] = value
        }
        guard let listener = values["--listen"].flatMap(CInt.init), listener > 2 else {
            throw UsageError(description: "option `--listen` wants the number of an inherited descriptor above 2")
        }
        self.listener = listener
        self.language = try RunnerConfiguration.language(
            values["--runtime"] ?? "", path: values["--runtime-path"] ?? "")
        let identity = try RunnerConfiguration.identity(user: values["--user"] ?? "1000", group: values["--group"])
        self.identity = keepsIdentity ? nil : identity
        self.directory = values["--directory"] ?? "/"
        self.sourceDirectory = values["--source-directory"] ?? ""
        self.driverDirectory = values["--driver-directory"] ?? ""
        self.bootstrap = values["--bootstrap"].map { BootstrapScript(path: $0) }
        self.dotfiles = values["--dotfiles"]
        self.acceptsAnyPeer = acceptsAnyPeer
    }

    private static func language(_ name: String, path: String) throws(UsageError) -> Language {
        guard path.hasPrefix("/") else { throw UsageError(description: "`\(path)` is not an absolute path") }
        guard let language = Language.named(name, path: path) else {
            throw UsageError(description: "unknown runtime `\(name)`")
        }
        return language
    }

    private static func identity(user: String, group: String?) throws(UsageError) -> Identity {
        guard let uid = uid_t(user), uid > 0, let gid = gid_t(group ?? user), gid > 0 else {
            throw UsageError(description: "options `--user` and `--group` want numbers above 0")
        }
        return Identity(user: uid, group: gid)
    }
}
