#if os(Linux)
    import Glibc

    /// Puts what is in an archive below a directory.
    ///
    /// No name leads out of there: none has `..`, and no link that was there before, or came with the archive, is followed.
    /// A file takes its place when it is complete; what stood there is seen until then, and kept when it never is.
    public struct ArchiveExtraction: ~Copyable {
        private let base: Descriptor
        private var reader = ArchiveReader()
        private var file: PartialFile?

        /// An extraction below a directory of the current one, which is made where it is missing.
        ///
        /// - Parameter directory: The way to it, no link being followed.
        /// - Throws: ``FileProblem`` naming the way as far as it went.
        public init(below directory: SafePath) throws {
            base = try DirectoryWalk.open(directory.components, from: AT_FDCWD, creating: true)
        }

        /// An extraction into a directory of the caller's own choice, whose last name may be missing.
        ///
        /// - Throws: ``FileProblem`` when it cannot be made or opened.
        public init(into directory: String) throws {
            guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
                throw FileProblem(SystemCallError(call: "mkdir", code: errno), directory)
            }
            do throws(SystemCallError) {
                base = try Descriptor.open(directory, O_RDONLY | O_DIRECTORY)
            } catch {
                throw FileProblem(error, directory)
            }
        }

        deinit { file?.discard() }

        /// Takes more of the archive.
        ///
        /// - Throws: ``ArchiveError``, ``UnsafePath`` or ``FileProblem``; nothing more can be taken then.
        public mutating func take(_ bytes: [UInt8]) throws {
            reader.append(bytes)
            while let part = try reader.next() { try take(part) }
        }

        /// Says that all of the archive has been taken.
        ///
        /// - Throws: ``ArchiveError`` when that cannot be all.
        public mutating func finish() throws {
            try reader.finish()
        }

        private mutating func take(_ part: ArchivePart) throws {
            switch part {
            case .entry(let entry): try begin(entry)
            case .content(let bytes): try file?.write(bytes)
            case .endOfEntry:
                try file?.finish()
                file = nil
            case .end: break
            }
        }

        private mutating func begin(_ entry: ArchiveEntry) throws {
            let path = try SafePath(entry.path)
            if case .directory = entry.kind {
                let made = try DirectoryWalk.open(path.components, from: base.number, creating: true)
                if !path.isBase { fchmod(made.number, mode_t(entry.mode & 0o777 | 0o700)) }
                return
            }
            guard let name = path.components.last else {
                throw FileProblem("only a directory can take the place of the directory itself")
            }
            let parent = try DirectoryWalk.open(path.components.dropLast(), from: base.number, creating: true)
            switch entry.kind {
            case .symbolicLink(let target): try PartialFile.link(name, to: target, in: parent.number)
            case .other(let type):
                throw FileProblem(
                    "`\(entry.path)` is neither a file, a directory nor a symbolic link (type `\(ArchivePath([type]))`)"
                )
            case .file, .directory: file = try PartialFile(name, entry, in: parent)
            }
        }
    }
#endif
