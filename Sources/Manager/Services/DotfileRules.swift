import Core

/// What a list of dotfiles may be: the original's limits, and places inside the home alone.
enum DotfileRules {
    /// The most files of one owner.
    static let maximumFiles = 100
    /// The most bytes of one owner's files together, their paths included.
    static let maximumSize = 64 << 10
    /// The longest path, in bytes.
    static let maximumPath = 255
    /// The home that paths may begin with.
    private static let home: ArchivePath = "/home/work"
    /// Directories of the platform's own, and the files by which a session is reached.
    private static let reserved: Set<String> = [
        ".ssh", ".ssh/authorized_keys", ".ssh/host", ".config", ".local", ".jupyter", ".terminfo", ".logs",
        "id_container", "bootstrap.log",
    ]

    /// The path relative to the home.
    ///
    /// - Throws: ``BackendError`` for one that leads out of the home, or is the platform's own.
    static func path(_ text: String) throws(BackendError) -> String {
        let path: SafePath
        do throws(UnsafePath) {
            path = try SafePath(ArchivePath(text), below: home)
        } catch {
            throw BackendError(
                .invalidParameters, "\(error)", hint: "a dotfile lies below the home, such as `.vimrc`")
        }
        let name = String(decoding: path.path.bytes, as: UTF8.self)
        guard !path.isBase, name.utf8.count <= maximumPath else {
            throw BackendError(
                .invalidParameters, "`\(name.prefix(80))` is no path for a dotfile",
                hint: "it names a file, in at most \(maximumPath) bytes")
        }
        guard !reserved.contains(name) else {
            throw BackendError(.invalidParameters, "`\(name)` is reserved for the session itself")
        }
        return name
    }

    /// Insists that `file` may be added to those that are there.
    static func check(adding file: DotfileRecord, to present: [DotfileRecord]) throws(BackendError) {
        guard !present.contains(where: { $0.path == file.path }) else {
            throw BackendError(.badRequest, title: "Dotfile already exists.")
        }
        guard present.count < maximumFiles else {
            throw failure("Dotfile creation limit reached", hint: "there may be \(maximumFiles) dotfiles")
        }
        if let other = present.first(where: {
            $0.path.hasPrefix(file.path + "/") || file.path.hasPrefix($0.path + "/")
        }) {
            throw failure("of `\(file.path)` and `\(other.path)` one would have to be a directory")
        }
        try checkSize(present + [file])
    }

    /// Insists that `file` may take the place of the one with its path.
    static func check(replacingBy file: DotfileRecord, in present: [DotfileRecord]) throws(BackendError) {
        guard present.contains(where: { $0.path == file.path }) else { throw BackendError.notFound("dotfile") }
        try checkSize(present.filter { $0.path != file.path } + [file])
    }

    private static func checkSize(_ files: [DotfileRecord]) throws(BackendError) {
        let size = files.reduce(0) { $0 + $1.data.utf8.count + $1.path.utf8.count }
        guard size <= maximumSize else {
            throw failure("No leftover space for dotfile storage", hint: "all dotfiles together may have 64 KiB")
        }
    }

    private static func failure(_ message: String, hint: String? = nil) -> BackendError {
        BackendError(.badRequest, message, title: "Dotfile creation has failed.", hint: hint)
    }
}
