import Core
import Glibc

/// Takes a local stack down.
struct StackStop {
    /// How long a daemon may take to end by itself.
    private static let patience = Duration.seconds(8)

    let stack: LocalStack

    /// Ends the daemons and leaves the sessions alone: the next start finds them.
    func stopDaemons() throws {
        // The manager first, so that it does not take the agent for lost.
        for daemon in [StackDaemon.manager, .agent] { try stop(daemon) }
        unlink(stack.paths.port)
    }

    private func stop(_ daemon: StackDaemon) throws {
        let lock = stack.paths.file(daemon, "pid")
        guard let pid = DaemonLock.holder(of: lock), let process = try? ProcessHandle(pid: pid) else { return }
        try? process.send(SIGTERM)
        let deadline = ContinuousClock.now + StackStop.patience
        while DaemonLock.holder(of: lock) == pid {
            if ContinuousClock.now > deadline { try? process.send(SIGKILL) }
            if ContinuousClock.now > deadline + .seconds(2) {
                throw CommandFailure(what: "the \(daemon.rawValue), process \(pid), does not end")
            }
            usleep(2000)
        }
    }
}
