#if os(Linux)
    import CLinux
    import Glibc

    /// A program of the host, run as a child with a reduced environment and no descriptor but those given.
    public struct HostProgram: Sendable {
        /// Where programs that need root are looked for, in order; never the caller's PATH.
        public static let systemDirectories = [
            "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin",
        ]

        /// The executable's absolute path.
        public let path: String
        /// Its arguments, without its name.
        public var arguments: [String]
        /// Its whole environment.
        public var environment: [String: String]

        /// A program at a path.
        public init(path: String, arguments: [String], environment: [String: String] = Self.plainEnvironment) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
        }

        /// What every program is given: the system's PATH and the untranslated locale.
        public static let plainEnvironment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]

        /// Looks an executable up by name.
        public static func find(_ name: String, in directories: [String] = systemDirectories) -> String? {
            directories.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
        }

        /// Starts the program in a session of its own.
        ///
        /// Call it where blocking for a fork is allowed; the caller watches and reaps the child.
        ///
        /// - Parameters:
        ///   - input: What it reads; `/dev/null` where nil.
        ///   - output: Where standard output and error go.
        ///   - extra: What becomes descriptor 3.
        /// - Returns: The child.
        /// - Throws: ``SystemCallError`` with the program's path.
        public func start(
            input: borrowing Descriptor? = nil,
            output: borrowing Descriptor,
            extra: CInt? = nil
        ) throws(SystemCallError) -> ProcessHandle {
            let null = try Descriptor.open("/dev/null", O_RDWR)
            let inputNumber = Self.number(of: input) ?? null.number
            let outputNumber = output.number
            var pid: pid_t = 0
            try checked("start", path: path) {
                withCStrings([path] + arguments) { arguments in
                    withCStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
                        environment in
                        path.withCString { path in
                            var program = bai_program(
                                path: path, arguments: arguments, environment: environment, input: inputNumber,
                                output: outputNumber, error: outputNumber, extra: extra ?? -1)
                            return bai_start_program(&program, &pid)
                        }
                    }
                }
            }
            // A child that nobody has reaped keeps its number, ended or not.
            return try ProcessHandle(pid: pid)
        }

        private static func number(of descriptor: borrowing Descriptor?) -> CInt? {
            switch descriptor {
            case .some(let descriptor): descriptor.number
            case .none: nil
            }
        }
    }

    /// Lends an array of C strings ended by NULL.
    private func withCStrings<Value>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
            return body(base)
        }
    }
#endif
