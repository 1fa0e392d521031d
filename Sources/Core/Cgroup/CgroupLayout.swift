/// Where the cgroup hierarchies of this machine are mounted.
///
/// A pure value over the text of `/proc/self/mountinfo`: it opens nothing. What a hierarchy allows
/// is asked of the hierarchy, see ``problems(for:below:)``.
public struct CgroupLayout: Sendable, Equatable {
    /// Which versions are in use.
    public enum Version: String, Sendable {
        /// Every controller has a v1 hierarchy and there is no unified one.
        case v1
        /// The limits are in the unified hierarchy.
        case v2
        /// The limits are on v1; a unified hierarchy stands beside them, for `cgroup.kill` and the like.
        case hybrid
    }

    /// One mounted hierarchy.
    public struct Hierarchy: Sendable, Equatable {
        /// The two kinds of hierarchy.
        public enum Kind: Sendable, Equatable {
            /// A v1 hierarchy with its controllers; one without controllers has only a name (`systemd`).
            case legacy(controllers: Set<CgroupController>, name: String?)
            /// The v2 hierarchy; what it controls stands in its `cgroup.controllers`.
            case unified
        }

        /// The absolute path of its topmost visible group.
        public let mountPoint: String
        /// The version, and what only that version has.
        public let kind: Kind

        /// Describes a hierarchy, for a root that is not the machine's own.
        public init(mountPoint: String, kind: Kind) {
            self.mountPoint = mountPoint
            self.kind = kind
        }
    }

    /// Each hierarchy once, in the order of the mount table.
    public let hierarchies: [Hierarchy]

    /// Takes the hierarchies as given.
    public init(hierarchies: [Hierarchy]) {
        self.hierarchies = hierarchies
    }

    /// Reads the text of `/proc/self/mountinfo`; lines that are not understood are passed over.
    ///
    /// Of several mounts of one hierarchy the one under `/sys/fs/cgroup` is taken, since runc and crun
    /// write their limits there; of those the one that shows the whole hierarchy; of those the first.
    public init(mountInfo: String) {
        let table = MountTable(text: mountInfo)
        var chosen: [(hierarchy: Hierarchy, rank: Int)] = []
        for entry in table.entries {
            guard let kind = Hierarchy.Kind(entry), table.reaches(entry) else { continue }
            let candidate = (hierarchy: Hierarchy(mountPoint: entry.mountPoint, kind: kind), rank: Self.rank(entry))
            if let index = chosen.firstIndex(where: { $0.hierarchy.kind == kind }) {
                if candidate.rank > chosen[index].rank { chosen[index] = candidate }
            } else {
                chosen.append(candidate)
            }
        }
        hierarchies = chosen.map(\.hierarchy)
    }

    /// The version in use; nil where no hierarchy is mounted.
    ///
    /// What counts is where `memory`, `cpu` and `pids` are: a v2 machine on which someone has mounted
    /// `net_cls` alone stays a v2 machine.
    public var version: Version? {
        let hasLegacyLimits = [CgroupController.memory, .cpu, .pids].contains { legacyMountPoint(of: $0) != nil }
        return switch (hasLegacyLimits, unified) {
        case (true, nil): .v1
        case (true, _?): .hybrid
        case (false, _?): .v2
        case (false, nil): hierarchies.isEmpty ? nil : .v1
        }
    }

    /// The mount point of the unified hierarchy.
    public var unified: String? {
        hierarchies.first { $0.kind == .unified }?.mountPoint
    }

    /// The mount point of the hierarchy that has the controller: v1's if there is one, else the unified one.
    ///
    /// A controller cannot be in both. Whether the unified hierarchy really has it is not known here.
    public func mountPoint(of controller: CgroupController) -> String? {
        legacyMountPoint(of: controller) ?? unified
    }

    /// The mount point of the controller's v1 hierarchy.
    func legacyMountPoint(of controller: CgroupController) -> String? {
        let hierarchy = hierarchies.first {
            guard case .legacy(let controllers, _) = $0.kind else { return false }
            return controllers.contains(controller)
        }
        return hierarchy?.mountPoint
    }

    private static func rank(_ entry: MountEntry) -> Int {
        let isUsual = entry.mountPoint == "/sys/fs/cgroup" || entry.mountPoint.hasPrefix("/sys/fs/cgroup/")
        return (isUsual ? 2 : 0) + (entry.root == "/" ? 1 : 0)
    }
}

extension CgroupLayout.Hierarchy.Kind {
    /// Options of a v1 hierarchy that name no controller (cgroups(7), kernel/cgroup/cgroup-v1.c).
    private static let flags: Set<String> = [
        "rw", "ro", "all", "none", "noprefix", "clone_children", "cpuset_v2_mode", "xattr", "favordynmods", "seclabel",
    ]

    fileprivate init?(_ entry: MountEntry) {
        switch entry.type {
        case "cgroup2":
            self = .unified
        case "cgroup":
            let name = entry.superOptions.first { $0.hasPrefix("name=") }?.dropFirst("name=".count)
            let controllers = entry.superOptions.filter { !$0.contains("=") && !Self.flags.contains($0) }
            self = .legacy(
                controllers: Set(controllers.map(CgroupController.init(rawValue:))),
                name: name.map(String.init)
            )
        default:
            return nil
        }
    }
}

#if os(Linux)
    extension CgroupLayout {
        /// The layout that this process sees now.
        ///
        /// - Throws: ``CgroupError`` if `/proc` is not mounted.
        public static func current() throws(CgroupError) -> CgroupLayout {
            CgroupLayout(mountInfo: try CgroupFile.read("/proc/self/mountinfo"))
        }
    }
#endif
