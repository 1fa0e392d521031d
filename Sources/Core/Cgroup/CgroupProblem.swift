#if os(Linux)
    /// Why limits cannot be set on this machine; each is a sentence to show.
    public enum CgroupProblem: Error, Equatable, Sendable {
        /// No hierarchy with the controller is mounted.
        case notMounted(CgroupController)
        /// The unified hierarchy is mounted without the controller.
        case notAvailable(CgroupController, path: String)
        /// Groups cannot be made.
        case notWritable(CgroupController, path: String, errno: CInt)
        /// The topmost visible group holds processes, so v2 lets it pass no controller on.
        case occupied(CgroupController, path: String)
    }

    extension CgroupProblem: CustomStringConvertible {
        public var description: String {
            switch self {
            case .notMounted(let controller):
                "no writable cgroups: no hierarchy with the `\(controller.rawValue)` controller is mounted"
            case .notAvailable(let controller, let path):
                "no writable cgroups: `\(path)` does not list the `\(controller.rawValue)` controller"
            case .notWritable(let controller, let path, let errno):
                "no writable cgroups: no group with the `\(controller.rawValue)` controller can be made in `\(path)`: "
                    + CgroupError.reason(errno)
            case .occupied(let controller, let path):
                "no writable cgroups: `\(path)` has processes of its own and so cannot pass on the "
                    + "`\(controller.rawValue)` controller"
            }
        }
    }
#endif
