import CLinux
import Core
import Glibc

/// A built runner, started with a listening socket as a container's would be, in a directory of its own.
final class RunnerProcess {
    /// Where user programs start.
    let directory: String
    /// The runner itself; under `unshare`, that.
    let pid: pid_t

    private var isEnded = false

    /// Whether the interpreter that the tests need is there.
    static var hasPython: Bool { access("/usr/bin/python3", X_OK) == 0 }

    /// Starts the runner that was built beside the tests; `isolated` makes it process 1 of a pid namespace, and
    /// `bootstrap` is the text of a bootstrap script, `dotfiles` what the home begins with.
    init(
        _ options: [String] = [], bootstrap: String? = nil, dotfiles: [Dotfile]? = nil, acceptingAnyPeer: Bool = true,
        isolated: Bool = false
    ) throws {
        var template = Array("/tmp/kernel-runner-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemCallError(call: "mkdtemp", code: errno) }
        directory = String(cString: made)
        chmod(directory, 0o777)
        let listener = Descriptor(owning: socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0))
        _ = try withUnixAddress(directory + "/socket") { address, length in
            try checkedLibc("bind") { bind(listener.number, address, length) }
        }
        try checkedLibc("listen") { listen(listener.number, 16) }

        let tests = CommandLine.arguments[0]
        let runner = (tests.lastIndex(of: "/").map { String(tests[...$0]) } ?? "./") + "backend.ai-kernel-runner"
        let script = directory + "/bootstrap.sh"
        if let bootstrap { try PrivateFile.write(bootstrap, to: script) }
        let list = directory + "/dotfiles.json"
        if let dotfiles { try PrivateFile.write(try JSONValue(encoding: dotfiles).encodedText, to: list) }
        let command =
            [
                runner, "--listen", "3", "--directory", directory, "--source-directory", directory + "/source",
                "--driver-directory", directory + "/driver",
            ] + options
            + (bootstrap == nil ? [] : ["--bootstrap", script])
            + (dotfiles == nil ? [] : ["--dotfiles", list])
            + (acceptingAnyPeer ? ["--accept-any-peer"] : [])
            + (options.contains("--user") ? [] : ["--keep-identity"])
        let prefix = ["/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
        pid = try spawn(isolated ? prefix + command : command, control: listener.number)
    }

    deinit {
        kill(-pid, SIGKILL)
        _ = try? wait()
        for file in ["/socket", "/mark", "/bootstrap.sh", "/bootstrap.log", "/dotfiles.json"] {
            unlink(directory + file)
        }
        rmdir(directory)
    }

    /// A new connection.
    func connect() throws -> RunnerClient { try RunnerClient(path: directory + "/socket") }

    /// Runs code over a connection of its own, to its end.
    func run(_ code: String, id: String = uniqueName(), answers: [String] = []) throws -> Outcome {
        let client = try connect()
        try client.start(id, code)
        return try client.finish(answers: answers)
    }

    /// Tells the runner to end.
    ///
    /// - Returns: How it ended.
    func terminate() throws -> ProcessEnd {
        kill(pid, SIGTERM)
        return try wait()
    }

    /// A number of kilobytes from the runner's `/proc/PID/status`: `VmHWM`.
    func memory(_ name: String) throws -> Int {
        let file = try Descriptor.open("/proc/\(pid)/status", O_RDONLY)
        let status = String(decoding: try file.read(upTo: 64 << 10), as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private func wait() throws -> ProcessEnd {
        guard !isEnded else { return .exited(0) }
        isEnded = true
        var status: CInt = 0
        try checkedLibc("waitpid") { waitpid(pid, &status, 0) }
        return ProcessEnd(waitStatus: status)
    }
}

/// A name that no other run of the tests has.
func uniqueName() -> String { String(UInt64.random(in: 0...UInt64.max), radix: 36) }

/// Calls `body` with the address of a unix socket at `path`.
func withUnixAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
) rethrows -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return try withUnsafePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

private func spawn(_ command: [String], control: CInt) throws -> pid_t {
    let null = try Descriptor.open("/dev/null", O_RDWR)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid: pid_t = 0
    var failed: UnsafePointer<CChar>?
    let outcome = command[0].withCString { path in
        "/".withCString { root in
            arguments.withUnsafeMutableBufferPointer { arguments -> CInt in
                guard let arguments = arguments.baseAddress else { return -EINVAL }
                var request = bai_spawn_request(
                    path: path, arguments: arguments, directory: root, input: null.number, output: null.number,
                    error: null.number, control: control, replies: -1,
                    has_terminal: 0, changes_identity: 0, user: 0, group: 0)
                return bai_spawn(&request, &pid, &failed)
            }
        }
    }
    guard outcome == 0 else { throw SystemCallError(call: "spawn", code: -outcome, path: command[0]) }
    return pid
}
