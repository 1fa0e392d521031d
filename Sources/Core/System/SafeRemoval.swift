#if os(Linux)
    import Glibc

    /// Removes a directory tree that strangers may have filled.
    ///
    /// Every name is taken relative to an open directory and no symbolic link is followed, so nothing outside
    /// the tree can be reached, whatever is renamed meanwhile; nothing but directories of the same file system is
    /// ever opened. A tree may be deeper than there are descriptors: directories far down are first moved up.
    public enum SafeRemoval {
        /// Removes `path` and all below it; what does not exist is a success.
        ///
        /// Blocks the calling thread. The directories above `path` must be trusted.
        ///
        /// - Throws: ``SystemCallError`` of the first name that could not be removed; the others are.
        public static func remove(_ path: String) throws(SystemCallError) {
            if unlink(path) == 0 || errno == ENOENT { return }
            // POSIX says EPERM of a directory, Linux EISDIR.
            guard errno == EISDIR || errno == EPERM else {
                throw SystemCallError(call: "unlink", code: errno, path: path)
            }
            let top = try Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            let number = top.number
            var sweep = Sweep(top: number, device: try device(of: number))
            repeat {
                sweep.movedUp = 0
                sweep.empty(number, depth: 0)
            } while sweep.movedUp > 0
            if let failure = sweep.failure {
                throw SystemCallError(call: failure.call, code: failure.code, path: "\(path)/…/\(failure.path ?? "")")
            }
            if rmdir(path) != 0, errno != ENOENT { throw SystemCallError(call: "rmdir", code: errno, path: path) }
        }

        fileprivate static func device(of descriptor: CInt) throws(SystemCallError) -> dev_t {
            var status = stat()
            try checkedLibc("fstat") { fstat(descriptor, &status) }
            return status.st_dev
        }
    }

    /// The state of one removal.
    private struct Sweep {
        /// How many directories are open at once.
        private static let deepest = 64

        /// A name as the kernel has it, which need not be UTF-8, with its NUL.
        private typealias Name = [CChar]

        let top: CInt
        let device: dev_t
        var movedUp = 0
        private(set) var failure: SystemCallError?
        private var serial = 0

        init(top: CInt, device: dev_t) {
            self.top = top
            self.device = device
        }

        /// Removes all that is in an open directory, which stays open.
        mutating func empty(_ directory: CInt, depth: Int) {
            // fdopendir takes its descriptor over, and a duplicate would share the position.
            let own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard own >= 0 else { return note("open", ".") }
            guard let stream = fdopendir(own) else {
                note("opendir", ".")
                close(own)
                return
            }
            defer { closedir(stream) }
            // Removing while reading skips nothing else (readdir(3p)), and keeps memory small for any number of names.
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    Name(bytes.bindMemory(to: CChar.self).prefix { $0 != 0 }) + [0]
                }
                if name == [46, 0] || name == [46, 46, 0] { continue }
                remove(name, from: directory, depth: depth)
            }
        }

        private mutating func remove(_ name: Name, from directory: CInt, depth: Int) {
            if unlinkat(directory, name, 0) == 0 || errno == ENOENT { return }
            let refusal = errno
            guard refusal == EISDIR || refusal == EPERM else { return note("unlink", name) }
            if depth >= Self.deepest {
                moveUp(name, from: directory)
                return
            }
            let child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard child >= 0 else {
                // No directory after all: why it could not be unlinked is what counts.
                guard errno == ENOTDIR else { return note("open", name) }
                errno = refusal
                return note("unlink", name)
            }
            let descriptor = Descriptor(owning: child)
            guard (try? SafeRemoval.device(of: child)) == device else {
                errno = EXDEV
                return note("enter", name)
            }
            let before = movedUp
            empty(descriptor.number, depth: depth + 1)
            if unlinkat(directory, name, AT_REMOVEDIR) != 0, errno != ENOENT, movedUp == before { note("rmdir", name) }
        }

        private mutating func moveUp(_ name: Name, from directory: CInt) {
            serial += 1
            if renameat(directory, name, top, ".removed-\(getpid())-\(serial)") == 0 {
                movedUp += 1
            } else {
                note("rename", name)
            }
        }

        private mutating func note(_ call: String, _ name: Name) {
            let code = errno
            let text = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            failure = failure ?? SystemCallError(call: call, code: code, path: text)
        }

        private mutating func note(_ call: String, _ name: StaticString) {
            failure = failure ?? SystemCallError(call: call, code: errno, path: "\(name)")
        }
    }
#endif
