import BackendAIKit
import Core
import Glibc

/// The stack of this machine: a manager and an agent, started when they are wanted.
struct LocalStack: Sendable {
    /// How to reach a running stack.
    struct Access: Sendable {
        let port: Int
        let keypair: Keypair
    }

    /// Which daemons run.
    struct Status: Sendable {
        var pids: [StackDaemon: Int32] = [:]
        var port: Int?
        var isOfThisBuild = true

        var isRunning: Bool { pids.count == StackDaemon.allCases.count && port != nil }
    }

    let paths: StackPaths

    /// What runs now.
    func status() throws -> Status {
        var status = Status()
        for daemon in StackDaemon.allCases { status.pids[daemon] = DaemonLock.holder(of: paths.file(daemon, "pid")) }
        status.port = (try? PrivateFile.read(paths.port)).flatMap { Int($0.filter(\.isNumber)) }
        status.isOfThisBuild = try (try? PrivateFile.read(paths.build)) == StackBuild.own().fingerprint
        return status
    }

    /// Makes sure that the stack runs, of the build that this program belongs to.
    ///
    /// - Parameters:
    ///   - options: What to start it with; what it was started with last when nil.
    ///   - console: Gets one line when something is started.
    /// - Returns: How to reach it.
    /// - Throws: ``CommandFailure``.
    func ensureRunning(options: StackOptions? = nil, console: Console) throws -> Access {
        do {
            if options == nil, let status = try? status(), status.isRunning, status.isOfThisBuild {
                return try access(status)
            }
            try StackStart(stack: self, console: console).perform(options)
            return try access(try status())
        } catch let error as SystemCallError {
            let isFull = error.code == ENOSPC || error.code == EDQUOT
            throw CommandFailure(
                what: "\(error)",
                hint: isFull ? "free some space in `\(paths.state)`" : error.code == EACCES ? "run it as root" : nil
            )
        }
    }

    private func access(_ status: Status) throws -> Access {
        guard let port = status.port else { throw CommandFailure(what: "the local stack does not run") }
        return Access(port: port, keypair: try keypair())
    }

    /// The keypair that this stack's owner uses.
    func keypair() throws -> Keypair {
        do {
            return try KeypairFile.read(paths.keypair)
        } catch let error as SystemCallError where error.code == EPERM {
            throw CommandFailure(
                what: "`\(paths.keypair)` is not safe to use",
                why: "someone else owns it, or may read it",
                hint: "chmod 600 it, or delete it to get a new one by `backend.ai local delete`"
            )
        } catch {
            throw CommandFailure(what: "\(error)", hint: "`backend.ai local delete` begins anew")
        }
    }
}
