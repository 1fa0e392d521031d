#if os(Linux)
    import Glibc

    /// A system call that failed: which one, on what, and the kernel's reason.
    public struct SystemCallError: Error, Equatable, Sendable, CustomStringConvertible {
        /// The call as its manual page names it: `open`.
        public let call: String
        /// The `errno` value.
        public let code: CInt
        /// The file concerned, where there is one.
        public let path: String?

        /// Records a failure of `call` with `code`.
        public init(call: String, code: CInt, path: String? = nil) {
            self.call = call
            self.code = code
            self.path = path
        }

        /// The kernel's sentence for ``code``: `No space left on device`.
        public var reason: String { String(cString: strerror(code)) }

        public var description: String {
            if let path { return "cannot \(call) `\(path)`: \(reason)" }
            return "\(call) failed: \(reason)"
        }
    }

    /// Runs a call that answers −errno on failure, as every shim of CLinux does.
    ///
    /// - Throws: ``SystemCallError`` naming `call` and `path`.
    @discardableResult
    public func checked(
        _ call: String,
        path: String? = nil,
        _ body: () -> CInt
    ) throws(SystemCallError) -> CInt {
        let result = body()
        guard result < 0 else { return result }
        throw SystemCallError(call: call, code: -result, path: path)
    }

    /// Runs a libc call that answers −1 and sets `errno` on failure, again while it is interrupted.
    ///
    /// - Throws: ``SystemCallError`` naming `call` and `path`.
    @discardableResult
    public func checkedLibc<Result: SignedInteger>(
        _ call: String,
        path: String? = nil,
        _ body: () -> Result
    ) throws(SystemCallError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw SystemCallError(call: call, code: code, path: path) }
        }
    }
#endif
