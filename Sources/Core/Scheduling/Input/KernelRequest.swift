/// What one kernel of a waiting session asks for.
public struct KernelRequest: Sendable, Equatable {
    /// Which kernel.
    public let kernel: KernelID
    /// Such as `x86_64`.
    public let architecture: String
    /// How much of each slot.
    public let slots: ResourceSlots
    /// The agent on which alone it may run; nil is any.
    public let agent: AgentID?

    /// Describes a request.
    public init(kernel: KernelID, architecture: String, slots: ResourceSlots, agent: AgentID? = nil) {
        self.kernel = kernel
        self.architecture = architecture
        self.slots = slots
        self.agent = agent
    }
}
