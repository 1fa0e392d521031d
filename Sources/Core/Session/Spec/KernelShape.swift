/// What a kernel is made of, in sessions whose kernels differ.
public struct KernelShape: Codable, Sendable, Equatable {
    /// The canonical image.
    public let image: String
    /// Such as `x86_64`.
    public let architecture: String
    /// How much of each slot it asks for.
    public let requested: ResourceSlots
    /// Bytes of shared memory, charged to the memory slot.
    public let sharedMemory: Int64
    /// What user programs find in their environment.
    public let environment: [String: String]
    /// A script that runs before anything else.
    public let bootstrapScript: String?

    /// Takes what a session of such kernels alone would be.
    public init(_ spec: SessionSpec) {
        image = spec.image
        architecture = spec.architecture
        requested = spec.requested
        sharedMemory = spec.sharedMemory.bytes
        environment = spec.environment
        bootstrapScript = spec.bootstrapScript
    }
}
