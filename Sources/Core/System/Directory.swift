#if os(Linux)
    import Glibc

    /// Directories and links, for places that no untrusted user can write.
    public enum Directory {
        /// The names in `path`, without `.` and `..`; none when it cannot be read.
        public static func entries(_ path: String) -> [String] {
            guard let directory = opendir(path) else { return [] }
            defer { closedir(directory) }
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            return names
        }

        /// Where a symbolic link points; nil when it is none.
        public static func link(_ path: String) -> String? {
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
                filled = max(
                    0,
                    buffer.withMemoryRebound(to: CChar.self) { chars in
                        chars.baseAddress.map { readlink(path, $0, 4096) } ?? 0
                    })
            }
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }

        /// Makes `path` and what is missing above it, 0700 each.
        ///
        /// - Throws: ``SystemCallError`` with the path that could not be made.
        public static func create(_ path: String) throws(SystemCallError) {
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
            guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw SystemCallError(call: "mkdir", code: errno, path: path)
            }
            try create(String(path[..<slash]))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw SystemCallError(call: "mkdir", code: errno, path: path)
            }
        }
    }
#endif
