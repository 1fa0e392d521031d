#if os(Linux)
    import Glibc

    extension CgroupLayout {
        /// The controllers that a kernel's limits need.
        public static let neededControllers: [CgroupController] = [.memory, .cpu, .pids]

        /// Whether groups with the needed controllers can be made.
        public var isWritable: Bool {
            problems().isEmpty
        }

        /// Finds what keeps groups with these controllers from being made.
        ///
        /// Each hierarchy is tried by making an empty group in its topmost visible group and removing it.
        ///
        /// - Parameter controllers: What is needed; memory, cpu and pids unless said otherwise.
        /// - Returns: At most one problem per controller, in their order; none if all is well.
        public func problems(for controllers: [CgroupController] = neededControllers) -> [CgroupProblem] {
            controllers.compactMap(problem(with:))
        }

        private func problem(with controller: CgroupController) -> CgroupProblem? {
            if let mountPoint = legacyMountPoint(of: controller) {
                return creationProblem(with: controller, in: mountPoint)
            }
            guard let unified else { return .notMounted(controller) }
            return availabilityProblem(with: controller, in: unified) ?? creationProblem(with: controller, in: unified)
        }

        private func availabilityProblem(with controller: CgroupController, in unified: String) -> CgroupProblem? {
            let list = "\(unified)/cgroup.controllers"
            guard Self.words(of: list).contains(controller.rawValue[...]) else {
                return .notAvailable(controller, path: list)
            }
            // The machine's real root may hold processes and pass controllers on; it alone has no `cgroup.type`.
            // The root of a cgroup namespace, as in a container, is an ordinary group.
            let isPassedOn = Self.words(of: "\(unified)/cgroup.subtree_control").contains(controller.rawValue[...])
            if !isPassedOn, access("\(unified)/cgroup.type", F_OK) == 0,
                !Self.words(of: "\(unified)/cgroup.procs").isEmpty
            {
                return .occupied(controller, path: unified)
            }
            return nil
        }

        private func creationProblem(with controller: CgroupController, in mountPoint: String) -> CgroupProblem? {
            let path = "\(mountPoint)/backend.ai-probe-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            guard mkdir(path, 0o755) == 0 else {
                return .notWritable(controller, path: mountPoint, errno: errno)
            }
            rmdir(path)
            return nil
        }

        private static func words(of path: String) -> [Substring] {
            let text = (try? CgroupFile.read(path)) ?? ""
            return text.split(whereSeparator: \.isWhitespace)
        }
    }
#endif
