#if os(Linux)
    import Glibc

    /// Whole reads and writes of control files.
    ///
    /// Control files have no size and no history: one is read from the start to its end, and written with
    /// a single `write`, because the kernel takes each write as one command.
    enum CgroupFile {
        /// Reads the file.
        static func read(_ path: String) throws(CgroupError) -> String {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .failed(call: "open", path: path, errno: errno) }
            defer { close(descriptor) }
            var text: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 8192)
            while true {
                let count = Glibc.read(descriptor, &chunk, chunk.count)
                if count == 0 { return String(decoding: text, as: UTF8.self) }
                if count > 0 {
                    text += chunk[..<count]
                } else if errno != EINTR {
                    throw .failed(call: "read", path: path, errno: errno)
                }
            }
        }

        /// Reads the file; nil if it does not exist or its group has just been removed.
        static func readIfPresent(_ path: String) throws(CgroupError) -> String? {
            do {
                return try read(path)
            } catch .failed(_, _, let number) where isAbsence(number) {
                return nil
            } catch {
                throw error
            }
        }

        /// Writes the text with one call to a file that exists.
        static func write(_ text: String, to path: String) throws(CgroupError) {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .failed(call: "open", path: path, errno: errno) }
            defer { close(descriptor) }
            let bytes = Array(text.utf8)
            while Glibc.write(descriptor, bytes, bytes.count) < 0 {
                guard errno == EINTR else { throw .failed(call: "write", path: path, errno: errno) }
            }
        }

        /// The names of the directories directly inside; none if the directory does not exist.
        static func directories(in path: String) throws(CgroupError) -> [String] {
            guard let stream = opendir(path) else {
                if isAbsence(errno) { return [] }
                throw .failed(call: "opendir", path: path, errno: errno)
            }
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                guard entry.pointee.d_type == UInt8(DT_DIR) else { continue }
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            return names
        }

        /// Whether a directory is there.
        static func isDirectory(_ path: String) -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }

        /// ENODEV is what an open control file answers once its group is removed.
        static func isAbsence(_ number: CInt) -> Bool {
            number == ENOENT || number == ENODEV
        }

        /// What a threaded group of v2 answers.
        static func isNotSupported(_ number: CInt) -> Bool {
            number == EOPNOTSUPP
        }

        /// What a file of `/proc/PID` answers when the process ended after it was opened.
        static func isMissingProcess(_ number: CInt) -> Bool {
            number == ESRCH
        }
    }
#endif
