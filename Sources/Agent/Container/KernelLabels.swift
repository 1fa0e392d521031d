import Core

/// What a container's annotations tell of its kernel, so that a new agent finds whose it is.
struct KernelLabels: Equatable {
    static let kernel = "ai.backend.kernel-id"
    static let session = "ai.backend.session-id"
    static let sessionName = "ai.backend.session-name"
    static let accessKey = "ai.backend.access-key"
    static let image = "ai.backend.image"
    static let owner = "ai.backend.owner"
    static let stack = "ai.backend.stack"

    /// By key.
    let annotations: [String: String]

    init(spec: KernelSpec, owner: BundlePlan.Owner) {
        annotations = [
            Self.kernel: spec.kernel.rawValue,
            Self.session: spec.session.rawValue,
            Self.sessionName: spec.sessionName,
            Self.accessKey: spec.accessKey.rawValue,
            Self.image: spec.image,
            Self.owner: owner.agent.rawValue,
            Self.stack: owner.stack,
        ]
    }
}
