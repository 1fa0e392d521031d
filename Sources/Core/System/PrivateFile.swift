#if os(Linux)
    import Glibc

    /// Small files that only their owner may read: keypairs, ports, process ids.
    public enum PrivateFile {
        /// Replaces the file at once with `text`, mode 0600: readers see the old content or the new, never a part.
        ///
        /// - Throws: ``SystemCallError`` with the path.
        public static func write(_ text: String, to path: String) throws(SystemCallError) {
            let temporary = "\(path).\(getpid()).new"
            do throws(SystemCallError) {
                let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: 0o600)
                try file.write(Array(text.utf8))
                let number = file.number
                try checkedLibc("fsync", path: temporary) { fsync(number) }
                try checkedLibc("rename", path: path) { rename(temporary, path) }
            } catch {
                unlink(temporary)
                throw error
            }
        }

        /// The content of a small file; nil when there is none.
        ///
        /// - Parameters:
        ///   - path: An absolute path; a symbolic link is not followed.
        ///   - limit: The most bytes to read.
        /// - Returns: The text, or nil.
        /// - Throws: ``SystemCallError``, with `EPERM` when someone else owns the file or may read it.
        public static func read(_ path: String, limit: Int = 64 << 10) throws(SystemCallError) -> String? {
            let file: Descriptor
            do throws(SystemCallError) {
                file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW)
            } catch {
                if error.code == ENOENT { return nil }
                throw error
            }
            var status = stat()
            let number = file.number
            try checkedLibc("fstat", path: path) { fstat(number, &status) }
            guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
                throw SystemCallError(call: "trust", code: EPERM, path: path)
            }
            return String(decoding: try file.read(upTo: limit), as: UTF8.self)
        }
    }
#endif
