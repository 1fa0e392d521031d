public import Core

/// A kernel's sandbox that runs.
public struct Sandbox: Sendable {
    /// Whose it is.
    public let kernel: KernelID
    /// The container's name at the runtime.
    public let container: String
    /// Process 1, the kernel runner.
    public let process: SandboxProcess
    /// Its files on the host; ``KernelDirectory/socket`` is where the runner listens.
    public let directory: KernelDirectory
    /// Its group, for statistics and the OOM watch.
    public let group: CgroupGroup
    /// Its ids on the host.
    public let range: IDRange
}

/// What an older agent has left of a kernel.
public struct RecoveredSandbox: Sendable {
    /// Whose it is.
    public let kernel: KernelID
    /// What was asked for; nil where the record is missing or not whole.
    public let record: RecoveryRecord?
    /// Its files.
    public let directory: KernelDirectory
    /// The sandbox, if its process 1 still runs and its record is there.
    public let running: Sandbox?
}
