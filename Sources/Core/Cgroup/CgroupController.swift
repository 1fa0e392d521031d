/// The name of a cgroup controller, as the kernel spells it.
///
/// Open on purpose: a controller that a newer kernel adds is kept, not dropped.
public struct CgroupController: RawRepresentable, Hashable, Sendable {
    /// The kernel's name: `memory`, `cpu`.
    public let rawValue: String

    /// Takes the kernel's name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Memory, both versions.
    public static let memory = Self(rawValue: "memory")
    /// Processor time and quota; on v1 the accounting is apart, in ``cpuacct``.
    public static let cpu = Self(rawValue: "cpu")
    /// Processor accounting, v1 only.
    public static let cpuacct = Self(rawValue: "cpuacct")
    /// Processors and memory nodes, both versions.
    public static let cpuset = Self(rawValue: "cpuset")
    /// Number of processes and threads, both versions.
    public static let pids = Self(rawValue: "pids")
    /// Stopping a group's processes, v1 only; v2 has it without a controller.
    public static let freezer = Self(rawValue: "freezer")
    /// Block devices on v1.
    public static let blkio = Self(rawValue: "blkio")
    /// Block devices on v2.
    public static let io = Self(rawValue: "io")
    /// Device nodes, v1 only; v2 has a program in their place.
    public static let devices = Self(rawValue: "devices")
}
