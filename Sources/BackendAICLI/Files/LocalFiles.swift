import BackendAIKit
import Core
import Glibc

/// The files that a command line names, and where they belong in a session.
struct LocalFiles {
    /// Where their paths begin, absolute.
    private let base: String

    /// Files below `base`; nil is the current directory.
    ///
    /// - Throws: ``CommandFailure`` when there is no such directory.
    init(base: String?) throws {
        let path = base ?? "."
        guard let real = LocalFiles.resolved(path) else {
            throw CommandFailure(status: .invalidArgument, what: "there is no directory `\(path)`")
        }
        self.base = real
    }

    /// Each file with its place in the session: the same way from the base directory.
    ///
    /// - Throws: ``CommandFailure`` for what is not there, or not below the base directory.
    func files(_ paths: [String]) throws -> [LocalFile] {
        try paths.map { path in
            let full = path.hasPrefix("/") || base == "/" ? path : LocalFiles.joined(base, path)
            guard access(full, F_OK) == 0 else {
                throw CommandFailure(status: .invalidArgument, what: "there is no file `\(path)`")
            }
            // The last name may be a link; the way to it is followed.
            let parent = LocalFiles.parent(of: full)
            guard let real = LocalFiles.resolved(parent.directory) else {
                throw CommandFailure(status: .invalidArgument, what: "there is no directory `\(parent.directory)`")
            }
            let isDots = [".", ".."].contains(parent.name)
            let place = isDots ? LocalFiles.resolved(full) ?? full : LocalFiles.joined(real, parent.name)
            guard place == base || place.hasPrefix(base == "/" ? "/" : base + "/") else {
                throw CommandFailure(
                    status: .invalidArgument, what: "`\(path)` is not below \(base)",
                    hint: "name the directory where the paths begin: `--basedir`")
            }
            let relative = String(place.dropFirst(base == "/" ? 1 : base.count + 1))
            return LocalFile(path: full, destination: relative.isEmpty ? "." : relative)
        }
    }

    private static func joined(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    private static func parent(of path: String) -> (directory: String, name: String) {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        guard let slash = path.lastIndex(of: "/") else { return (".", String(path)) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    private static func resolved(_ path: String) -> String? {
        realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }
}
