import Core
import Glibc
import Synchronization

/// What simulated agents have done, a line each: `start KERNEL SESSION AGENT`, `stop KERNEL SESSION AGENT`.
///
/// Written before an order is answered, so that whoever was killed while it waited for the answer can be found out.
final class SimulationJournal: Sendable {
    private let file: Mutex<CInt>

    /// Opens the journal, which is kept from run to run.
    ///
    /// - Throws: ``SystemCallError``.
    init(path: String) throws(SystemCallError) {
        let descriptor = try checked("open", path: path) {
            open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        }
        file = Mutex(descriptor)
    }

    deinit { file.withLock { _ = close($0) } }

    /// Writes a line.
    func note(_ what: String, _ kernel: KernelID, of session: SessionID, on agent: AgentID) {
        let line = Array("\(what) \(kernel) \(session) \(agent)\n".utf8)
        file.withLock { descriptor in
            _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
