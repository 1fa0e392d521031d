#if os(Linux)
    /// A file that keeps a keypair: the access key and the secret key on a line each, readable by its owner alone.
    public enum KeypairFile {
        /// The file does not hold a keypair.
        public struct Malformed: Error, CustomStringConvertible {
            /// Which file.
            public let path: String

            public var description: String { "`\(path)` does not hold an access key and a secret key, one a line" }
        }

        /// The keypair in `path`.
        ///
        /// - Throws: ``Malformed`` also when there is no such file, ``SystemCallError`` when it cannot be trusted.
        public static func read(_ path: String) throws -> Keypair {
            let lines = (try PrivateFile.read(path) ?? "").split(separator: "\n")
            guard lines.count == 2 else { throw Malformed(path: path) }
            return Keypair(
                accessKey: AccessKey(rawValue: String(lines[0])),
                secretKey: SecretKey(String(lines[1]))
            )
        }

        /// Writes `keypair` to `path`.
        public static func write(_ keypair: Keypair, to path: String) throws(SystemCallError) {
            try PrivateFile.write("\(keypair.accessKey)\n\(keypair.secretKey.reveal())\n", to: path)
        }
    }
#endif
