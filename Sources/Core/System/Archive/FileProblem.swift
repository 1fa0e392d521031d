#if os(Linux)
    import Glibc

    /// What could not be done with a file; the text is for the user.
    public struct FileProblem: Error, Equatable, Sendable, CustomStringConvertible {
        /// The sentence, with the path.
        public let description: String

        /// A problem told in a sentence.
        public init(_ description: String) {
            self.description = description
        }

        /// The failure of a system call, in words that tell the path but not the call.
        public init(_ error: SystemCallError, _ path: some CustomStringConvertible) {
            self.init("`\(path)`: \(String(cString: strerror(error.code)))")
        }
    }

    extension ArchivePath {
        /// Calls `body` with the path as system calls take it.
        public func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
            try (bytes + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
                // Never empty, so that it has an address.
                guard let path = buffer.baseAddress else { return try "".withCString(body) }
                return try body(path)
            }
        }

        /// The path of something in this directory.
        func appending(_ name: ArchivePath) -> ArchivePath { ArchivePath(bytes + [UInt8(ascii: "/")] + name.bytes) }
    }
#endif
