public import Core

/// What an agent is told about its sandboxes.
public struct SandboxConfiguration: Sendable {
    /// How /home/work is made.
    public enum ScratchKind: String, Sendable, Codable {
        /// A file system of its own where loop devices can be had, else memory.
        case automatic
        /// An ext4 image, mounted through a loop device.
        case volume
        /// Memory, charged to the kernel.
        case memory
    }

    /// The agent's state directory; it exists, closed to others.
    public var state: String
    /// The agent and its stack.
    public var owner: BundlePlan.Owner
    /// The kernel runner's executable.
    public var runner: String
    /// The OCI runtime: a name or an absolute path.
    public var runtime = "runc"
    /// The size of /home/work.
    public var scratchSize = BinarySize(bytes: 1 << 30)
    /// How /home/work is made.
    public var scratchKind = ScratchKind.automatic
    /// The limits that do not come from slots.
    public var limits = BundlePlan.Limits()
    /// The accelerators whose devices kernels may hold.
    public var accelerators: [AcceleratorProfile] = []

    /// The defaults for an agent.
    public init(state: String, owner: BundlePlan.Owner, runner: String) {
        self.state = state
        self.owner = owner
        self.runner = runner
    }

    /// Where the shared root directory is; see ``HostRoot``.
    var rootParent: String { "/run/backend.ai/\(owner.stack)" }
    /// Where the runtime keeps its state.
    var runtimeRoot: String { "\(state)/runtime" }
    /// What is made once for all kernels: /etc, image templates, versions.
    var shared: String { "\(state)/shared" }
}
