#if os(Linux)
    import Glibc

    /// Whole files as text.
    public enum FileText {
        /// The content of `path`.
        ///
        /// - Throws: ``SystemCallError`` with the path.
        public static func read(_ path: String) throws(SystemCallError) -> String {
            let file = try Descriptor.open(path, O_RDONLY)
            var bytes: [UInt8] = []
            while true {
                let chunk = try file.read(upTo: 64 << 10)
                if chunk.isEmpty { return String(decoding: bytes, as: UTF8.self) }
                bytes += chunk
            }
        }
    }
#endif
