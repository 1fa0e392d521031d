#if os(Linux)
    import Glibc

    /// Why a cgroup could not be read, changed or removed.
    public enum CgroupError: Error, Equatable, Sendable {
        /// A system call failed with this number.
        case failed(call: String, path: String, errno: CInt)
        /// A control file holds something that is not documented.
        case malformed(path: String, text: String)
        /// The path of a group is not absolute, is the root, or holds `.`, `..` or a NUL.
        case invalidGroup(path: String)
        /// No mounted hierarchy has the controller.
        case noController(CgroupController)
        /// Processes were still alive when the time to kill them was up.
        case survivors(group: String, pids: [Int32])
        /// Groups that could not be removed in time, with the reason of the first.
        case remaining(paths: [String], errno: CInt)
    }

    extension CgroupError: CustomStringConvertible {
        public var description: String {
            switch self {
            case .failed(let call, let path, let errno):
                "`\(call)` of `\(path)` failed: \(Self.reason(errno))"
            case .malformed(let path, let text):
                "`\(path)` holds `\(text)`, which is not understood"
            case .invalidGroup(let path):
                "`\(path)` is not the path of a cgroup below the root"
            case .noController(let controller):
                "no mounted cgroup hierarchy has the `\(controller.rawValue)` controller"
            case .survivors(let group, let pids):
                "processes \(pids.map { "`\($0)`" }.joined(separator: ", ")) in cgroup `\(group)` could not be killed"
            case .remaining(let paths, let errno):
                "cgroups \(paths.map { "`\($0)`" }.joined(separator: ", ")) could not be removed: \(Self.reason(errno))"
            }
        }

        /// The C library's words, `no such file or directory`, with a lower case start.
        static func reason(_ number: CInt) -> String {
            guard let text = strerror(number) else { return "error `\(number)`" }
            let words = String(cString: text)
            return words.prefix(1).lowercased() + words.dropFirst()
        }
    }
#endif
