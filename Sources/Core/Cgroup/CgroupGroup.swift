#if os(Linux)
    /// One group, in every hierarchy where it exists.
    ///
    /// The limits are written by the container runtime; this finds, reads, kills and removes. Every call
    /// makes short blocking system calls and keeps no descriptor.
    public struct CgroupGroup: Sendable, Equatable {
        /// Where the hierarchies are.
        public let layout: CgroupLayout
        /// The path below each hierarchy's mount point: `/backend.ai/STACK/KERNEL`, as in the runtime's `cgroupsPath`.
        public let path: String

        /// Names a group, whether it exists or not.
        ///
        /// - Throws: ``CgroupError/invalidGroup(path:)`` for the root and for a path that could lead out of it.
        public init(layout: CgroupLayout, path: String) throws(CgroupError) {
            let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            guard path.hasPrefix("/"), !path.utf8.contains(0),
                names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !names.isEmpty
            else { throw .invalidGroup(path: path) }
            self.layout = layout
            self.path = path
        }

        /// The group's directory in each hierarchy where it exists.
        public var directories: [String] {
            layout.hierarchies.map { directory(under: $0.mountPoint) }.filter(CgroupFile.isDirectory)
        }

        /// Whether the group exists anywhere.
        public var exists: Bool {
            !directories.isEmpty
        }

        /// Reads what the group has used.
        ///
        /// - Returns: nil for each controller that is not there, or whose files went while they were read.
        /// - Throws: ``CgroupError`` if a file is there and cannot be read or understood.
        public func statistics() throws(CgroupError) -> CgroupStatistics {
            var statistics = CgroupStatistics()
            statistics.memory = try memoryStatistics()
            if let accounting = legacyDirectory(.cpuacct) {
                statistics.cpu = try CPUV1(accounting: accounting, quota: legacyDirectory(.cpu)).read()
            } else if let unifiedDirectory {
                statistics.cpu = try CPUV2(directory: unifiedDirectory).read()
            }
            if let pids = legacyDirectory(.pids) {
                statistics.pids = try PidsV1(directory: pids).read()
            } else if let unifiedDirectory {
                statistics.pids = try PidsV2(directory: unifiedDirectory).read()
            }
            if let blkio = legacyDirectory(.blkio) {
                statistics.io = try IOV1(directory: blkio).read()
            } else if let unifiedDirectory {
                statistics.io = try IOV2(directory: unifiedDirectory).read()
            }
            return statistics
        }

        /// What ``statistics()`` says of memory; nil where it is not accounted.
        public func memoryStatistics() throws(CgroupError) -> CgroupStatistics.Memory? {
            if let memory = legacyDirectory(.memory) { return try MemoryV1(directory: memory).read() }
            guard let unifiedDirectory else { return nil }
            return try MemoryV2(directory: unifiedDirectory).read()
        }

        /// How many processes of the group the kernel has killed for lack of memory: one small file.
        public func oomKills() throws(CgroupError) -> UInt64? {
            if let memory = legacyDirectory(.memory) { return try MemoryV1(directory: memory).oomKills() }
            guard let unifiedDirectory else { return nil }
            return try MemoryV2(directory: unifiedDirectory).oomKills()
        }

        /// The processes in the group and below it, in any hierarchy, in ascending order.
        ///
        /// Zombies are not among them, nor are processes that this PID namespace has no number for.
        public func members() throws(CgroupError) -> [Int32] {
            var pids: Set<Int32> = []
            for directory in directories {
                try collectMembers(of: directory, into: &pids)
            }
            return pids.sorted()
        }

        /// The group's directory in the unified hierarchy, if one is mounted.
        var unifiedDirectory: String? {
            layout.unified.map(directory(under:))
        }

        /// The group's directory in the controller's v1 hierarchy, if one is mounted.
        func legacyDirectory(_ controller: CgroupController) -> String? {
            layout.legacyMountPoint(of: controller).map(directory(under:))
        }

        private func directory(under mountPoint: String) -> String {
            mountPoint == "/" ? path : mountPoint + path
        }

        private func collectMembers(of directory: String, into pids: inout Set<Int32>) throws(CgroupError) {
            // 0 stands for a process outside this PID namespace; given to kill() it would mean ourselves.
            for line in try CgroupFile.processes(in: directory).split(separator: "\n") {
                if let pid = Int32(line), pid > 0 { pids.insert(pid) }
            }
            for name in try CgroupFile.directories(in: directory) {
                try collectMembers(of: "\(directory)/\(name)", into: &pids)
            }
        }
    }

    extension CgroupFile {
        /// The text of `cgroup.procs`; empty if the group is gone.
        ///
        /// A threaded group of v2 answers EOPNOTSUPP: its processes are listed by the group above it.
        fileprivate static func processes(in directory: String) throws(CgroupError) -> String {
            do {
                return try readIfPresent("\(directory)/cgroup.procs") ?? ""
            } catch .failed(_, _, let number) where isNotSupported(number) {
                return ""
            } catch {
                throw error
            }
        }
    }
#endif
