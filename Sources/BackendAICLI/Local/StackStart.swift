import BackendAIKit
import Core
import Glibc

/// Brings a local stack up.
///
/// Ten commands at once start one stack: the first holds the lock, the others find it running.
struct StackStart {
    /// How long the daemons may take until they answer.
    private static let patience = Duration.seconds(20)

    let stack: LocalStack
    let console: Console

    private var paths: StackPaths { stack.paths }

    func perform(_ options: StackOptions?) throws {
        guard geteuid() == 0 else {
            throw CommandFailure(
                what: "the local stack needs root, to make containers",
                hint: "run it as root (`sudo backend.ai …`), or name a manager in BACKEND_ENDPOINT"
            )
        }
        try Directory.create(paths.state)
        let lock = try FileLock(waitingFor: paths.lock)
        let build = try StackBuild.own()
        let saved = try StackOptions.read(paths.options)
        let wanted = options ?? saved
        let status = try stack.status()
        if status.isRunning, status.isOfThisBuild, wanted == saved { return lock.release() }
        let mustReplace = !status.pids.isEmpty && (!status.isOfThisBuild || wanted != saved)
        if mustReplace { try StackStop(stack: stack).stopDaemons() }
        let running = mustReplace ? [:] : status.pids
        let missing = StackDaemon.allCases.filter { running[$0] == nil }
        if missing.contains(.manager) { try checkPort(wanted.port) }
        console.note("backend.ai: \(sentence(missing, isReplacement: mustReplace))")
        try prepareFiles(wanted, build, previousPort: status.port, startsManager: missing.contains(.manager))
        var started: [Started] = []
        for daemon in missing {
            let mark = logLength(daemon)
            let process = try DaemonProcess.start(
                "\(build.directory)/\(daemon.program)",
                ["--config", paths.file(daemon, "toml")],
                log: paths.file(daemon, "log")
            )
            started.append(Started(daemon: daemon, process: process, logMark: mark))
        }
        try waitUntilReady(started)
        try PrivateFile.write(build.fingerprint, to: paths.build)
        lock.release()
    }

    private func sentence(_ missing: [StackDaemon], isReplacement: Bool) -> String {
        if isReplacement { return "replacing the local stack by that of this build; sessions go on" }
        if missing.count == 1 { return "starting the local stack's \(missing[0].rawValue) again; sessions go on" }
        return "starting the local stack in \(paths.state)"
    }

    private func checkPort(_ port: Int) throws {
        guard port != 0, !PortHolder.isFree(port) else { return }
        let holder = PortHolder.describe(port) ?? "another process"
        throw CommandFailure(
            what: "port \(port) is taken by \(holder)",
            hint: "backend.ai local start --port 0 picks a free one"
        )
    }

    /// Writes what the daemons read.
    ///
    /// A manager on any port gets its previous one again, so that clients find it.
    private func prepareFiles(
        _ options: StackOptions,
        _ build: StackBuild,
        previousPort: Int?,
        startsManager: Bool
    ) throws {
        if startsManager { unlink(paths.port) }
        try options.write(to: paths.options)
        if try PrivateFile.read(paths.keypair) == nil {
            let keypair = options.usesExampleKeypairs ? ExampleKeypair.superadmin : try NewKeypair.make()
            try KeypairFile.write(keypair, to: paths.keypair)
        }
        var port = options.port
        if port == 0, let previousPort, PortHolder.isFree(previousPort) { port = previousPort }
        try PrivateFile.write(managerConfiguration(options, port: port), to: paths.file(.manager, "toml"))
        try PrivateFile.write(agentConfiguration(options, build), to: paths.file(.agent, "toml"))
    }

    private func managerConfiguration(_ options: StackOptions, port: Int) -> String {
        """
        [manager]
        host = "127.0.0.1"
        port = \(port)
        state-directory = \(quoted(paths.state))
        agent-socket = \(quoted(paths.agentSocket))
        port-file = \(quoted(paths.port))
        pid-file = \(quoted(paths.file(.manager, "pid")))
        keypair-file = \(quoted(paths.keypair))
        example-keypairs = \(options.usesExampleKeypairs)
        sign-up = \(options.allowsSignUp ?? false)

        """
    }

    private func agentConfiguration(_ options: StackOptions, _ build: StackBuild) -> String {
        var lines = """
            [agent]
            state-directory = \(quoted(paths.state))
            socket = \(quoted(paths.agentSocket))
            pid-file = \(quoted(paths.file(.agent, "pid")))
            runner = \(quoted(build.runner))

            """
        if let slots = options.agentSlots { lines += "slots = \(quoted(slots))\n" }
        if let files = options.mockAccelerators, !files.isEmpty {
            lines += "mock-accelerators = [\(files.map(quoted).joined(separator: ", "))]\n"
        }
        if let size = options.scratchSize { lines += "scratch-size = \(quoted(size))\n" }
        return lines
    }

    private func quoted(_ text: String) -> String { JSONValue.string(text).encodedText }

    /// A daemon that was started here, and how long its log was before.
    private struct Started {
        let daemon: StackDaemon
        let process: DaemonProcess
        let logMark: Int64
    }

    private func waitUntilReady(_ started: [Started]) throws {
        let deadline = ContinuousClock.now + StackStart.patience
        while true {
            let status = try stack.status()
            if status.isRunning, UnixSocket.accepts(paths.agentSocket) { return }
            if let ended = started.first(where: \.process.hasEnded) {
                for other in started where other.daemon != ended.daemon { other.process.stop() }
                throw failure(of: ended.daemon, after: ended.logMark)
            }
            guard ContinuousClock.now < deadline else {
                throw CommandFailure(what: "the local stack does not answer", hint: "backend.ai local logs shows why")
            }
            usleep(1000)
        }
    }

    /// What a daemon said before it gave up: its last line of the form `backend.ai-agent: …`, and the hint after it.
    private func failure(of daemon: StackDaemon, after mark: Int64) -> CommandFailure {
        try? StackStop(stack: stack).stopDaemons()
        let text = ((try? FileText.read(paths.file(daemon, "log"))) ?? "").utf8.dropFirst(Int(mark))
        let lines = String(decoding: Array(text), as: UTF8.self).split(separator: "\n").map(String.init)
        let prefix = "\(daemon.program): "
        let what = lines.last { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        let hint = lines.last { $0.hasPrefix("hint: ") }.map { String($0.dropFirst(6)) }
        return CommandFailure(
            what: what ?? "the \(daemon.rawValue) did not start",
            hint: hint ?? "backend.ai local logs shows why"
        )
    }

    private func logLength(_ daemon: StackDaemon) -> Int64 {
        var status = stat()
        return stat(paths.file(daemon, "log"), &status) == 0 ? Int64(status.st_size) : 0
    }
}

/// The original's public example superadmin, for development and tests.
enum ExampleKeypair {
    static let superadmin = Keypair(
        accessKey: AccessKey(rawValue: "AKIAIOSFODNN7EXAMPLE"),
        secretKey: SecretKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    )
}
