import BackendAIKit
import Core
import Glibc
import Synchronization

/// Saves what a program shows and what it writes for its user, and says where.
final class DisplaySaver: Sendable {
    private static let suffixes = [
        "text/html": "html", "text/plain": "txt", "text/markdown": "md", "text/latex": "tex", "image/png": "png",
        "image/jpeg": "jpg", "image/svg+xml": "svg", "image/gif": "gif", "application/json": "json",
        "application/javascript": "js", "application/pdf": "pdf",
    ]

    private let console: Console
    /// Whether the user has said where.
    private let isWanted: Bool
    private let state: Mutex<(directory: String?, count: Int)>

    /// A saver into `directory`, which is made when needed; nil makes one below the temporary directory.
    init(directory: String?, console: Console) {
        self.console = console
        isWanted = directory != nil
        state = Mutex((directory, 0))
    }

    /// Makes the directory that the user has named, before anything runs for it.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be made.
    func prepare() throws {
        guard isWanted, let directory = state.withLock({ $0.directory }) else { return }
        guard mkdir(directory, 0o777) != 0, errno != EEXIST else { return }
        throw CommandFailure(
            status: .invalidArgument, what: "cannot make `\(directory)`", why: String(cString: strerror(errno)))
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

    /// Saves the files that a run has written, if the user asked for it or is there to be told; else says what there is.
    ///
    /// A file that cannot be fetched is told of, and changes nothing about the run.
    ///
    /// - Returns: The directory with all of them; nil where they have not been saved.
    func save(
        _ files: [OutputFile], of session: String, _ client: BackendAIClient, isQuiet: Bool
    ) async -> String? {
        let names = files.map { ArchivePath($0.name).description }
        guard isWanted || console.isInteractive, !isQuiet || isWanted else {
            if !isQuiet {
                console.note(
                    "backend.ai: in ~/.output: \(names.joined(separator: ", ")); `--save-to DIRECTORY` fetches it")
            }
            return nil
        }
        do {
            let directory = try state.withLock { state in
                let directory = try state.directory ?? TemporaryDirectory.make(for: "output")
                state.directory = directory
                return directory
            }
            let base = OutputFile.directory
            try await client.sessions.download(
                files.map { "\(base)/\($0.name)" }, below: base, of: session, to: directory)
            guard !isQuiet else { return directory }
            for (file, name) in zip(files, names) {
                let size = BinarySize(bytes: file.size).humanized
                console.note("backend.ai: \(name), \(size), saved as \(directory)/\(name)")
            }
            return directory
        } catch {
            let reasons = (error as? IncompleteTransfer)?.reasons.joined(separator: "; ") ?? "\(error)"
            console.note("backend.ai: not all files could be fetched: \(reasons)")
            return nil
        }
    }
}
