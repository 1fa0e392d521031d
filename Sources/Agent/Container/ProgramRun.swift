import Core
import Glibc

/// A program of the host that has been started and must be reaped.
final class ProgramRun: Sendable {
    private let process: ProcessHandle

    init(_ process: consuming ProcessHandle) {
        self.process = process
    }

    /// Waits for the program, and kills it when the time is up.
    ///
    /// A task of its own, so that cancelling the caller leaves no child unreaped; the programs are short.
    ///
    /// - Returns: How it ended; nil if it had to be killed or something else reaped it.
    func end(within limit: Duration, watch: ProcessWatch) async -> ProcessEnd? {
        await Task {
            let timer = Task {
                try await Task.sleep(for: limit)
                try? process.send(SIGKILL)
            }
            _ = await watch.end(of: process)
            timer.cancel()
            let end = try? process.reap()
            return end == .signalled(SIGKILL) ? nil : end
        }.value
    }
}
