import Core
import Glibc
import Synchronization

/// Saves what a program shows, and says where.
final class DisplaySaver: Sendable {
    private static let suffixes = [
        "text/html": "html", "text/plain": "txt", "text/markdown": "md", "text/latex": "tex", "image/png": "png",
        "image/jpeg": "jpg", "image/svg+xml": "svg", "image/gif": "gif", "application/json": "json",
        "application/javascript": "js", "application/pdf": "pdf",
    ]

    private let console: Console
    private let state: Mutex<(directory: String?, count: Int)>

    /// A saver into `directory`, which is made when needed; nil makes one below the temporary directory.
    init(directory: String?, console: Console) {
        self.console = console
        state = Mutex((directory, 0))
    }

    /// Saves one thing.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written.
    func save(_ type: String, _ bytes: [UInt8]) throws {
        let path = try state.withLock { state in
            let directory = try state.directory ?? TemporaryDirectory.make(for: "display")
            if state.count == 0, mkdir(directory, 0o777) != 0, errno != EEXIST {
                throw CommandFailure(what: "cannot make `\(directory)`", why: String(cString: strerror(errno)))
            }
            state.directory = directory
            // What is there from an earlier run stays.
            while true {
                state.count += 1
                let path = "\(directory)/display-\(state.count).\(DisplaySaver.suffixes[type] ?? "bin")"
                let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
                if file < 0, errno == EEXIST { continue }
                guard file >= 0 else {
                    throw CommandFailure(what: "cannot write `\(path)`", why: String(cString: strerror(errno)))
                }
                try Descriptor(owning: file).write(bytes)
                return path
            }
        }
        console.note("backend.ai: \(type), \(BinarySize(bytes: Int64(bytes.count)).humanized), saved as \(path)")
    }
}
