import Core
import Glibc

/// Removes every trace of a local stack, going on past what cannot be removed.
struct StackRemoval {
    let stack: LocalStack

    /// Ends the daemons, has the agent's program take down what is left of its kernels, and removes the state.
    ///
    /// - Returns: What could not be removed, a sentence each.
    func perform() async -> [String] {
        var problems: [String] = []
        do {
            let lock = try FileLock(waitingFor: stack.paths.lock)
            do {
                try StackStop(stack: stack).stopDaemons()
            } catch {
                problems.append((error as? CommandFailure)?.what ?? "\(error)")
            }
            problems += purge()
            problems += removeFiles()
            lock.release()
        } catch {
            problems.append("\(error)")
        }
        return problems
    }

    /// Runs `backend.ai-agent --purge`, which knows containers, mounts and cgroups.
    private func purge() -> [String] {
        let configuration = stack.paths.file(.agent, "toml")
        guard access(configuration, F_OK) == 0 else { return [] }
        let program = "\(ProcessEnvironment.executableDirectory)/\(StackDaemon.agent.program)"
        do {
            let (end, output) = try HostProgram(path: program, arguments: ["--config", configuration, "--purge"]).run()
            if end == .exited(0) { return [] }
            let lines = output.split(separator: "\n").map(String.init)
            return lines.isEmpty ? ["`\(program) --purge` failed"] : lines
        } catch {
            return ["\(error)"]
        }
    }

    private func removeFiles() -> [String] {
        do {
            try SafeRemoval.remove(stack.paths.state)
            return []
        } catch {
            return ["\(error)"]
        }
    }
}
