import Core
import Glibc

/// What works on a session's files: a program of its own with the user's rights, so that nothing it meets, be it a
/// link, a FIFO or a disk that hangs, reaches further than the user's own code does.
enum FilesProgram {
    /// Does what is ordered in the directory where it was started: archives and bytes come by standard input and go
    /// to standard output.
    ///
    /// - Returns: The exit code: 0, or 1 when standard error tells why it is not.
    static func run(_ order: FileOrder) -> CInt {
        umask(0o022)
        do {
            switch order {
            case .upload(let directory): try upload(to: try place(directory))
            case .download(let paths, let base): return try download(paths, below: try base.map(place))
            case .read(let path): try copy(try place(path))
            case .list(let path): try Listing.write(try place(path))
            case .changes(let path, let time): try OutputDirectory.write(try place(path), since: time)
            }
            return 0
        } catch let error as SystemCallError where error.code == EPIPE {
            return 1  // nobody wants it any more
        } catch {
            note("\(error)")
            return 1
        }
    }

    private static func upload(to directory: SafePath) throws {
        var extraction = try ArchiveExtraction(below: directory)
        while true {
            let bytes = try read(STDIN_FILENO)
            if bytes.isEmpty { break }
            try extraction.take(bytes)
        }
        try extraction.finish()
    }

    private static func download(_ paths: [String], below base: SafePath?) throws -> CInt {
        var files: [(path: ArchivePath, name: ArchivePath)] = []
        var isComplete = true
        for path in paths {
            let matches = try expand(path)
            if matches.isEmpty {
                note("`\(path)`: \(String(cString: strerror(ENOENT)))")
                isComplete = false
            }
            for match in matches {
                var name = match.components.last ?? "."
                if let base {
                    guard match.components.starts(with: base.components), match.components.count > base.components.count
                    else { throw FileProblem("`\(match)` is not below `\(base)`") }
                    let rest = match.components.dropFirst(base.components.count)
                    name = ArchivePath(rest.map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
                }
                files.append((match.path, name))
            }
        }
        var source = ArchiveSource(files)
        while let piece = try source.next() { try writeAll(piece, to: STDOUT_FILENO) }
        source.notes.forEach(note)
        return isComplete && !source.isIncomplete ? 0 : 1
    }

    private static func copy(_ path: SafePath) throws {
        let file = try ArchiveSource.openFile(path.path)
        while true {
            let bytes = try read(file.number)
            if bytes.isEmpty { return }
            try writeAll(bytes, to: STDOUT_FILENO)
        }
    }

    /// The paths that a pattern stands for; itself, where a file has that very name.
    private static func expand(_ pattern: String) throws -> [SafePath] {
        let path = try place(pattern)
        if path.path == ArchivePath(SecureShellKeys.file) { SecureShellKeys.makeIfMissing() }
        var status = stat()
        if path.path.withCString({ lstat($0, &status) }) == 0 { return [path] }
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
        var found = glob_t()
        defer { globfree(&found) }
        guard path.path.withCString({ glob($0, GLOB_ERR, nil, &found) }) == 0 else { return [] }
        return try (0..<Int(found.gl_pathc)).compactMap { index in
            try found.gl_pathv[index].map { try SafePath(ArchivePath(String(cString: $0))) }
        }
    }

    /// A path below the home directory; whether links lead out of it does not matter to what only reads.
    private static func place(_ path: String) throws -> SafePath {
        let home = ArchivePath(currentDirectory() ?? "/home/work")
        do {
            return try SafePath(ArchivePath(path.isEmpty ? "." : path), below: home)
        } catch {
            throw FileProblem("\(error); files are taken from and put below \(home)")
        }
    }

    private static func currentDirectory() -> String? {
        getcwd(nil, 0).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }

    private static func read(_ descriptor: CInt) throws(SystemCallError) -> [UInt8] {
        var failure: SystemCallError?
        let bytes = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, filled in
            do throws(SystemCallError) {
                filled = try checkedLibc("read") { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
            } catch {
                filled = 0
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func note(_ text: String) {
        try? writeAll((text + "\n").utf8, to: STDERR_FILENO)
    }
}
