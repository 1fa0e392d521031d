#if os(Linux)
    import CLinux
    import Glibc

    /// An open file descriptor with one owner, closed when that owner goes.
    public struct Descriptor: ~Copyable, Sendable {
        /// The number, valid as long as this value lives.
        public let number: CInt

        /// Takes over `number`; nobody else may close it.
        public init(owning number: CInt) {
            self.number = number
        }

        deinit { close(number) }

        /// Gives the number to the caller, who closes it from now on.
        public consuming func release() -> CInt {
            let number = number
            discard self
            return number
        }

        /// Opens `path`, close-on-exec.
        ///
        /// - Parameters:
        ///   - path: An absolute path.
        ///   - flags: `O_RDONLY`, `O_CREAT` and kin.
        ///   - mode: Permission bits of a file that is created.
        /// - Returns: The descriptor.
        /// - Throws: ``SystemCallError`` with the path.
        public static func open(
            _ path: String,
            _ flags: CInt,
            mode: UInt32 = 0o600
        ) throws(SystemCallError) -> Descriptor {
            Descriptor(owning: try checkedLibc("open", path: path) { Glibc.open(path, flags | O_CLOEXEC, mode) })
        }

        /// Reads at most `count` bytes; an empty result is the end of the file.
        public borrowing func read(upTo count: Int) throws(SystemCallError) -> [UInt8] {
            var failure: SystemCallError?
            let number = number
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                do throws(SystemCallError) {
                    filled = try checkedLibc("read") { Glibc.read(number, buffer.baseAddress, count) }
                } catch {
                    filled = 0
                    failure = error
                }
            }
            if let failure { throw failure }
            return bytes
        }

        /// Writes all of `bytes`; blocks as the descriptor does.
        public borrowing func write(_ bytes: some Collection<UInt8>) throws(SystemCallError) {
            try writeAll(bytes, to: number)
        }
    }

    /// Writes all of `bytes` to a descriptor that is owned elsewhere, such as standard output.
    ///
    /// - Throws: ``SystemCallError``; `EPIPE` when the reader is gone.
    public func writeAll(_ bytes: some Collection<UInt8>, to descriptor: CInt) throws(SystemCallError) {
        let contiguous = ContiguousArray(bytes)
        var offset = 0
        while offset < contiguous.count {
            let start = offset
            offset += try checkedLibc("write") {
                contiguous.withUnsafeBytes { buffer in
                    Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
                }
            }
        }
    }
#endif
