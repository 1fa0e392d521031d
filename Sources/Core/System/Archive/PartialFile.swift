#if os(Linux)
    import CLinux
    import Glibc

    /// A file on its way: beside its place under a name of its own, until it is complete.
    struct PartialFile: ~Copyable {
        private let name: ArchivePath
        private let parent: Descriptor
        private let file: Descriptor
        private let temporary: ArchivePath
        private let entry: ArchiveEntry

        /// Begins a file.
        ///
        /// - Throws: ``FileProblem`` when there is no room, or a directory in its place.
        init(_ name: ArchivePath, _ entry: ArchiveEntry, in parent: consuming Descriptor) throws {
            let directory = parent.number
            try PartialFile.refuseDirectory(name, in: directory)
            let temporary = PartialFile.temporaryName()
            let descriptor = temporary.withCString {
                openat(directory, $0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            }
            guard descriptor >= 0 else {
                throw FileProblem(SystemCallError(call: "open", code: errno), entry.path)
            }
            // That there is no room is told now rather than after the last byte.
            let code = entry.size > 1 << 20 ? -bai_reserve(descriptor, entry.size) : 0
            guard code != ENOSPC, code != EFBIG else {
                close(descriptor)
                _ = temporary.withCString { unlinkat(directory, $0, 0) }
                throw FileProblem(SystemCallError(call: "fallocate", code: code), entry.path)
            }
            self.name = name
            self.parent = parent
            self.file = Descriptor(owning: descriptor)
            self.temporary = temporary
            self.entry = entry
        }

        /// Adds content.
        borrowing func write(_ bytes: ArraySlice<UInt8>) throws {
            let number = file.number
            var rest = bytes
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    throw FileProblem(SystemCallError(call: "write", code: errno), entry.path)
                }
                rest = rest.dropFirst(written)
            }
        }

        /// Puts it into its place.
        borrowing func finish() throws {
            fchmod(file.number, mode_t(entry.mode & 0o777))
            let time = timespec(tv_sec: Int(entry.modified.seconds), tv_nsec: Int(entry.modified.nanoseconds))
            let times = [time, time]
            futimens(file.number, times)
            try PartialFile.move(temporary, to: name, in: parent.number, entry.path)
        }

        /// Removes what there is of it; a file that is in its place stays.
        borrowing func discard() {
            let directory = parent.number
            _ = temporary.withCString { unlinkat(directory, $0, 0) }
        }

        /// Puts a symbolic link into its place.
        static func link(_ name: ArchivePath, to target: ArchivePath, in directory: CInt) throws {
            try refuseDirectory(name, in: directory)
            let temporary = temporaryName()
            let made = target.withCString { target in temporary.withCString { symlinkat(target, directory, $0) } }
            guard made == 0 else { throw FileProblem(SystemCallError(call: "symlink", code: errno), name) }
            try move(temporary, to: name, in: directory, name)
        }

        private static func move(
            _ temporary: ArchivePath, to name: ArchivePath, in directory: CInt, _ path: ArchivePath
        ) throws {
            let moved = temporary.withCString { temporary in
                name.withCString { renameat(directory, temporary, directory, $0) }
            }
            guard moved != 0 else { return }
            let code = errno
            _ = temporary.withCString { unlinkat(directory, $0, 0) }
            throw FileProblem(SystemCallError(call: "rename", code: code), path)
        }

        private static func refuseDirectory(_ name: ArchivePath, in directory: CInt) throws {
            var status = stat()
            let known = name.withCString { fstatat(directory, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0
            guard known, status.st_mode & S_IFMT == S_IFDIR else { return }
            throw FileProblem("`\(name)` is a directory; a file or link does not take its place")
        }

        private static func temporaryName() -> ArchivePath {
            ArchivePath(".upload-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        }
    }
#endif
