import Core
import Glibc

/// A daemon that this command has started, and that outlives it.
final class DaemonProcess {
    private let handle: ProcessHandle

    private init(_ handle: consuming ProcessHandle) { self.handle = handle }

    /// Whether it has ended already.
    var hasEnded: Bool { (try? handle.reap()) != nil }

    /// Ends it, also before it has told anybody that it is there.
    func stop() {
        try? handle.send(SIGTERM)
        for _ in 0..<5000 {
            if hasEnded { return }
            usleep(1000)
        }
        try? handle.send(SIGKILL)
    }

    /// Runs `program`, detached: a session of its own, standard streams on the log, no other descriptor, and an
    /// environment of what it needs.
    ///
    /// - Parameters:
    ///   - program: An absolute path.
    ///   - arguments: What follows the program's own name.
    ///   - log: The file that gets what it writes, appended.
    /// - Returns: The daemon.
    /// - Throws: ``SystemCallError``.
    static func start(_ program: String, _ arguments: [String], log: String) throws(SystemCallError) -> DaemonProcess {
        let file = try Descriptor.open(log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW)
        let kept = ProcessEnvironment.current.filter { ["LANG", "TZ"].contains($0.key) }
        let environment = HostProgram.plainEnvironment.merging(kept) { first, _ in first }
        let daemon = HostProgram(path: program, arguments: arguments, environment: environment)
        return DaemonProcess(try daemon.start(output: file))
    }
}
