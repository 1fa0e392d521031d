#if os(Linux)
    import Glibc

    /// Gives an archive of files and directories, piece by piece.
    ///
    /// What is asked for by name is followed as `cat` would; what lies in a directory is stored as what it is. Nothing
    /// that could block or never end is opened: FIFOs, sockets and devices.
    public struct ArchiveSource: ~Copyable {
        /// One thing to be stored.
        private struct Place {
            let path: ArchivePath
            let name: ArchivePath
            let isNamed: Bool
        }

        /// The file that is being stored.
        private struct Open: ~Copyable {
            let file: Descriptor
            let size: Int64
            var left: Int64
            let path: ArchivePath
        }

        private static let pieceSize = 256 << 10

        private let writer = ArchiveWriter()
        private var pending: [Place]
        private var open: Open?
        private var hasEnded = false

        /// What was left out, or is not what it was: a sentence each.
        public private(set) var notes: [String] = []
        /// Whether something that was asked for by name is missing.
        public private(set) var isIncomplete = false

        /// An archive of files and directories.
        ///
        /// - Parameter files: Where each is, relative to the current directory, and what it is called in the archive.
        public init(_ files: [(path: ArchivePath, name: ArchivePath)]) {
            pending = files.reversed().map { Place(path: $0.path, name: $0.name, isNamed: true) }
        }

        /// The next piece of the archive; nil after its end.
        ///
        /// - Throws: ``UnwritableEntry`` for a name that no archive can have, ``SystemCallError`` when reading fails.
        public mutating func next() throws -> [UInt8]? {
            while true {
                if open != nil { return try nextPiece() }
                guard let place = pending.popLast() else {
                    guard !hasEnded else { return nil }
                    hasEnded = true
                    return ArchiveWriter.end
                }
                if let header = try begin(place) { return header }
            }
        }

        private mutating func nextPiece() throws -> [UInt8] {
            guard var current = open.take() else { return [] }
            guard current.left > 0 else { return ArchiveWriter.padding(after: current.size) }
            let wanted = Int(min(current.left, Int64(ArchiveSource.pieceSize)))
            var bytes = try current.file.read(upTo: wanted)
            if bytes.isEmpty {
                if current.left > 0 { notes.append("`\(current.path)` has become shorter while it was read") }
                bytes = [UInt8](repeating: 0, count: wanted)
            }
            current.left -= Int64(bytes.count)
            open = consume current
            return bytes
        }

        /// - Returns: The header of what is stored now; nil when it is left out.
        private mutating func begin(_ place: Place) throws -> [UInt8]? {
            var status = stat()
            let flags = place.isNamed ? 0 : AT_SYMLINK_NOFOLLOW
            guard place.path.withCString({ fstatat(AT_FDCWD, $0, &status, flags) }) == 0 else {
                leaveOut(place, String(cString: strerror(errno)))
                return nil
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return try beginFile(place)
            case S_IFDIR:
                for child in names(in: place.path).reversed() {
                    pending.append(
                        Place(path: place.path.appending(child), name: place.name.appending(child), isNamed: false))
                }
                return try writer.header(entry(place, .directory, status))
            case S_IFLNK:
                guard let target = Self.target(of: place.path) else { return nil }
                return try writer.header(entry(place, .symbolicLink(target: target), status))
            default:
                leaveOut(place, "a FIFO, a socket or a device")
                return nil
            }
        }

        private mutating func beginFile(_ place: Place) throws -> [UInt8]? {
            do {
                let file = try Self.openFile(place.path)
                var status = stat()
                fstat(file.number, &status)
                let size = Int64(status.st_size)
                open = Open(file: file, size: size, left: size, path: place.path)
                return try writer.header(entry(place, .file, status))
            } catch let problem as FileProblem {
                notes.append(problem.description)
                if place.isNamed { isIncomplete = true }
                return nil
            }
        }

        private mutating func leaveOut(_ place: Place, _ reason: String) {
            notes.append("`\(place.path)`: \(reason)" + (place.isNamed ? "" : "; it is left out"))
            if place.isNamed { isIncomplete = true }
        }

        /// Opens a regular file for reading, and nothing else.
        ///
        /// - Throws: ``FileProblem``.
        public static func openFile(_ path: ArchivePath) throws -> Descriptor {
            let number = path.withCString { openat(AT_FDCWD, $0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) }
            guard number >= 0 else { throw FileProblem(SystemCallError(call: "open", code: errno), path) }
            let file = Descriptor(owning: number)
            var status = stat()
            fstat(number, &status)
            guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem("`\(path)` is no regular file") }
            return file
        }

        private func entry(_ place: Place, _ kind: ArchiveEntry.Kind, _ status: stat) -> ArchiveEntry {
            ArchiveEntry(
                path: place.name, kind: kind, mode: UInt16(status.st_mode & 0o777),
                size: kind == .file ? Int64(status.st_size) : 0,
                modified: ArchiveTime(
                    seconds: Int64(status.st_mtim.tv_sec), nanoseconds: UInt32(clamping: status.st_mtim.tv_nsec)))
        }

        private mutating func names(in path: ArchivePath) -> [ArchivePath] {
            guard let directory = path.withCString({ opendir($0) }) else {
                notes.append("`\(path)`: \(String(cString: strerror(errno))); its content is left out")
                return []
            }
            defer { closedir(directory) }
            var names: [ArchivePath] = []
            while let entry = readdir(directory) {
                let name = ArchivePath(withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
                if name != ".", name != ".." { names.append(name) }
            }
            return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        }

        private static func target(of path: ArchivePath) -> ArchivePath? {
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
                let count = buffer.withMemoryRebound(to: CChar.self) { chars in
                    path.withCString { path in chars.baseAddress.map { readlink(path, $0, chars.count) } ?? 0 }
                }
                filled = max(0, count)
            }
            return bytes.isEmpty ? nil : ArchivePath(bytes)
        }
    }
#endif
