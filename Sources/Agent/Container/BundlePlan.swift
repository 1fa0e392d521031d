public import Core

/// Everything that decides what a kernel's sandbox looks like, and what follows from it.
///
/// A pure value: the paths are not looked at. The OCI runtime takes its ``specification``.
public struct BundlePlan: Sendable {
    /// What was asked for.
    public let spec: KernelSpec
    /// The image's labels.
    public let imageLabels: [String: String]
    /// The ids it is mapped to.
    public let range: IDRange
    /// Its directory.
    public let directory: KernelDirectory
    /// The agent and its stack, for the container's labels.
    public let owner: Owner
    /// What the agent has prepared for all sandboxes.
    public let host: Host
    /// The limits that do not come from slots.
    public let limits: Limits
    /// Where /home/work comes from.
    public let scratch: Scratch
    /// The processors that are the kernel's own, as a list `0-1,4`; nil for a share of all.
    public let cpus: String?
    /// The environment variables that name the accelerators' devices that the kernel holds.
    public let deviceVariables: [String: String]
    /// What runs in place of the kernel runner, as the user and with no rights at all.
    var program: [String]?

    /// Who a container belongs to.
    public struct Owner: Sendable, Equatable {
        /// The agent.
        public let agent: AgentID
        /// What tells this stack's containers from another's: part of the cgroup path.
        public let stack: String

        /// An agent of a stack.
        public init(agent: AgentID, stack: String) {
            self.agent = agent
            self.stack = stack
        }

        /// The group of all of the stack's containers, in every hierarchy.
        public var cgroupParent: String { "/backend.ai/\(stack)" }
    }

    /// What the agent has prepared, and what this machine allows.
    public struct Host: Sendable, Equatable {
        /// The directories and links of the root file system; see ``HostRoot``.
        public let root: String
        /// The built /etc; see ``HostEtc``.
        public let etc: String
        /// Directories of the host's /etc that are shown in it, by name.
        public let etcBinds: [String]
        /// What is shown read-only beside /usr and /etc, by its path on the host.
        public let binds: [String]
        /// The kernel runner's executable.
        public let runner: String
        /// The most descriptors a process may have.
        public let openFileLimit: UInt64
        /// The lowest `oom_score_adj` that may be given.
        public let lowestOOMScore: Int
        /// Whether swap is counted and so can be limited.
        public let countsSwap: Bool

        /// Describes what was found.
        public init(
            root: String, etc: String, etcBinds: [String], binds: [String] = [], runner: String, openFileLimit: UInt64,
            lowestOOMScore: Int, countsSwap: Bool
        ) {
            self.root = root
            self.etc = etc
            self.etcBinds = etcBinds
            self.binds = binds
            self.runner = runner
            self.openFileLimit = openFileLimit
            self.lowestOOMScore = lowestOOMScore
            self.countsSwap = countsSwap
        }
    }

    /// Limits that are the same for every kernel of an agent.
    public struct Limits: Sendable, Equatable {
        /// Processes and threads: many enough for a compiler or a Java server, few enough for a hundred kernels
        /// to stay far below the machine's 4 million.
        public var processes: Int64 = 2048
        /// The largest /tmp; never more than half of the memory, to which it is charged.
        public var temporary = BinarySize(bytes: 1 << 30)

        /// The defaults.
        public init() {}
    }

    /// Where the user's files are.
    public enum Scratch: Sendable, Equatable {
        /// A file system of its own, on disk or in memory, mounted at ``KernelDirectory/scratch``.
        case volume
        /// Memory that goes with the container.
        case memory(BinarySize)
    }

    /// Gathers what a sandbox depends on.
    public init(
        spec: KernelSpec,
        imageLabels: [String: String],
        range: IDRange,
        directory: KernelDirectory,
        owner: Owner,
        host: Host,
        limits: Limits = Limits(),
        scratch: Scratch = .volume,
        cpus: String? = nil,
        deviceVariables: [String: String] = [:]
    ) {
        self.spec = spec
        self.imageLabels = imageLabels
        self.range = range
        self.directory = directory
        self.owner = owner
        self.host = host
        self.limits = limits
        self.scratch = scratch
        self.cpus = cpus
        self.deviceVariables = deviceVariables
    }

    /// The path of the kernel's group in every hierarchy.
    public var cgroupPath: String { "\(owner.cgroupParent)/\(spec.kernel.rawValue)" }

    /// The bundle's `config.json`, without the system call filter.
    var specification: OCISpecification {
        OCISpecification(
            process: process,
            root: .init(path: host.root),
            hostname: spec.hostname,
            mounts: mounts,
            annotations: KernelLabels(spec: spec, owner: owner).annotations,
            linux: OCILinux(
                namespaces: ["pid", "mount", "ipc", "uts", "cgroup", "user", "network"].map { .init(type: $0) },
                uidMappings: [mapping],
                gidMappings: [mapping],
                cgroupsPath: cgroupPath,
                resources: resources,
                maskedPaths: Self.maskedPaths,
                readonlyPaths: Self.readOnlyPaths
            )
        )
    }

    private var mapping: OCILinux.Mapping { .init(containerID: 0, hostID: range.base, size: IDRange.size) }
}
