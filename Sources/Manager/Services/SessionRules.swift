import Core
import FoundationEssentials

/// What a user asked for, as read from the request.
struct SessionOrder: Sendable, Equatable {
    var name: String
    var image: String
    var type: SessionType = .interactive
    var architecture: String?
    var clusterSize: Int = 1
    var clusterMode: ClusterMode = .singleNode
    /// The roles beside the main one, where they are not like it; ``clusterSize`` counts their kernels.
    var roles: [RoleOrder] = []
    var resources: [String: String] = [:]
    var sharedMemory: String?
    var environment: [String: String] = [:]
    var mounts: [String] = []
    var scalingGroup: String?
    var agents: [String] = []
    var tag: String?
    var bootstrapScript: String?
    var startupCommand: String?
    var preopenPorts: [Int] = []
    var domain: String = "default"
    var group: String = "default"
    var owner: AccessKey?
    /// Names or ids of sessions that must have ended in success before.
    var dependencies: [String] = []
    /// When it may start at the earliest; batch sessions alone.
    var startsAt: Date?
    /// Who is told of its life.
    var callback: CallbackURL?
    /// What it asks of the scheduler.
    var scheduling = SchedulingRequest.usual
    var enqueueOnly = false
    /// Seconds; 0 is no limit.
    var maximumWait: Double = 0
    var reuseIfExists = true
}

/// Kernels of a session that are not like its main one.
struct RoleOrder: Sendable, Equatable {
    /// What they are called.
    let name: String
    let replicas: Int
    /// What a session of such kernels would be.
    let order: SessionOrder
}

/// The rules by which an order becomes a specification.
///
/// Pure: what they need is given to them.
struct SessionRules: Sendable {
    /// The scaling group of agents that nobody has put into another one, which is taken first.
    static let scalingGroup = "default"
    /// Shared memory where neither order nor image names an amount: 64 MiB.
    static let defaultSharedMemory = BinarySize(bytes: 64 << 20)
    /// Memory where neither order nor image names a minimum: 256 MiB.
    static let defaultMemory = BinarySize(bytes: 256 << 20)

    let images: [ImageReport]
    /// Other names of images, as administrators gave them.
    let aliases: [String: String]
    let slotTypes: [SlotName: SlotType]
    let agents: [AgentRecord]
    let maximumContainers: Int
    /// Those that the owner may use.
    var scalingGroups = [
        UsableScalingGroup(name: SessionRules.scalingGroup, types: [.interactive, .batch])
    ]

    /// The specification of `order`.
    ///
    /// - Throws: ``BackendError`` in the original's order of checks and words.
    func specification(of order: SessionOrder) throws(BackendError) -> SessionSpec {
        try checkSupported(order)
        let group = try scalingGroup(of: order)
        return try specification(of: order, in: group)
    }

    /// What kernels are asked to be by `order`, in a scaling group.
    func specification(of order: SessionOrder, in group: String) throws(BackendError) -> SessionSpec {
        let image = try resolve(order)
        let shared = try sharedMemory(of: order, image: image)
        let requested = try slots(of: order, image: image, shared: shared)
        let agents = agents.filter { $0.architecture == image.architecture && $0.scalingGroup == group }
        try RequestCapacity(agents: agents).check(requested)
        try checkPorts(of: order, image)
        return SessionSpec(
            name: order.name,
            type: order.type,
            image: image.name,
            architecture: image.architecture,
            requested: requested,
            sharedMemory: shared,
            environment: order.environment,
            tag: order.tag,
            bootstrapScript: order.bootstrapScript,
            startupCommand: order.startupCommand,
            preopenPorts: order.preopenPorts,
            startsAt: order.startsAt,
            callback: order.callback,
            scheduling: order.scheduling
        )
    }

    private func checkSupported(_ order: SessionOrder) throws(BackendError) {
        if order.type == .batch, order.startupCommand?.isEmpty ?? true {
            throw BackendError(.invalidParameters, "Batch sessions must have a non-empty startup command.")
        }
        if order.type != .batch, order.startsAt != nil {
            throw BackendError(.invalidParameters, "Parameter starts_at should be used only for batch sessions")
        }
        guard order.type == .interactive || order.type == .batch else {
            throw BackendError(.notImplemented, "`\(order.type.rawValue)` sessions are not available yet")
        }
        guard order.clusterSize <= maximumContainers else {
            throw BackendError(
                .invalidParameters,
                "You cannot create session with more than \(maximumContainers) containers.",
                hint: "ask for a cluster size of \(maximumContainers)"
            )
        }
        if ([order] + order.roles.map(\.order)).contains(where: { !$0.mounts.isEmpty }) {
            throw BackendError.notFound("virtual folder", "There is no accessible vfolders at all.")
        }
    }

    /// The scaling group that a session of `order` runs in: the one that is asked for, else ``scalingGroup`` or the first
    /// that takes sessions of its type.
    ///
    /// - Throws: ``BackendError`` where there is none.
    func scalingGroup(of order: SessionOrder) throws(BackendError) -> String {
        if let name = order.scalingGroup {
            guard let group = scalingGroups.first(where: { $0.name == name }) else {
                throw BackendError.notFound(
                    "scaling group",
                    "The scaling group '\(name)' does not exist or you do not have access to the scaling group '\(name)'.",
                    hint: "you may use \(scalingGroups.map(\.name).joined(separator: ", "))")
            }
            guard group.types.contains(order.type) else {
                throw BackendError(
                    .invalidParameters,
                    "The scaling group '\(name)' does not support the session type '\(order.type.rawValue)'.")
            }
            return name
        }
        guard !scalingGroups.isEmpty else {
            throw BackendError.notFound(
                "scaling group", "You have no scaling groups allowed to use.", hint: "ask an administrator for one")
        }
        let suitable = scalingGroups.filter { $0.types.contains(order.type) }
        guard let first = suitable.first(where: { $0.name == SessionRules.scalingGroup }) ?? suitable.first else {
            throw BackendError.notFound(
                "scaling group",
                "You have no scaling groups allowed to use for sessions of the type '\(order.type.rawValue)'.")
        }
        return first.name
    }

    private func resolve(_ order: SessionOrder) throws(BackendError) -> ImageReport {
        let name = aliases[order.image] ?? order.image
        switch ImageCatalog(images).resolve(name) {
        case .image(let image): return image
        case .unknown(let suggestion): throw ImageService.unknown(order.image, suggestion, images.map(\.name))
        }
    }

    /// Ports of the user's own are none of the platform's, nor of the image's services.
    private func checkPorts(of order: SessionOrder, _ image: ImageReport) throws(BackendError) {
        let services = (try? ServicePort.parse(label: image.labels["ai.backend.service-ports"] ?? "")) ?? []
        for port in order.preopenPorts {
            guard (1025...65534).contains(port), !ServicePort.reserved.contains(port) else {
                throw BackendError(
                    .invalidParameters, "Preopen port allocation cannot overlap with service port: \(port)",
                    hint: "take one between 1025 and 65534 that is not 2000 to 2003, 2200 or 7681")
            }
            if let service = services.first(where: { $0.ports.contains(port) }) {
                throw BackendError(
                    .invalidParameters, "Preopen port allocation cannot overlap with service port: \(port)",
                    hint: "the image's service `\(service.name)` has it")
            }
        }
    }

    private func sharedMemory(of order: SessionOrder, image: ImageReport) throws(BackendError) -> BinarySize {
        if let text = order.sharedMemory {
            guard let size = BinarySize(parsing: text), size.bytes >= 0 else {
                throw BackendError(
                    .invalidParameters, "Cannot convert the shared memory size `\(text)`",
                    hint: "write it like `64m` or `1g`")
            }
            return size
        }
        let preferred = image.labels["ai.backend.resource.preferred.shmem"].flatMap { BinarySize(parsing: $0) }
        return preferred ?? SessionRules.defaultSharedMemory
    }

    private func slots(of order: SessionOrder, image: ImageReport, shared: BinarySize) throws(BackendError)
        -> ResourceSlots
    {
        let minimum = self.minimum(of: image, shared: shared)
        var requested: [SlotName: Quantity] = [:]
        for (name, text) in order.resources.sorted(by: { $0.key < $1.key }) {
            let slot = SlotName(name)
            guard slotTypes[slot] != nil else {
                let hint = name == "shmem" ? "give it as a resource option: `--resource-opts shmem=64m`" : nil
                throw BackendError(
                    .invalidParameters, "Invalid resource allocation: Unknown slot type: '\(name)'", hint: hint)
            }
            guard let amount = slot.quantity(parsing: text), !amount.isInfinite else {
                throw BackendError(
                    .invalidParameters,
                    "Invalid resource allocation: Cannot convert the slot '\(name)' to decimal: '\(text)'"
                )
            }
            guard amount > .zero else {
                throw BackendError(
                    .invalidParameters, "Invalid resource allocation: `\(name)` must be more than zero, not \(text)")
            }
            requested[slot] = amount
        }
        for slot in minimum.names where requested[slot] == nil { requested[slot] = minimum[slot] }
        let slots = ResourceSlots(requested)
        guard minimum.fits(in: slots) else {
            throw BackendError(
                .invalidParameters,
                "Your resource request is smaller than the minimum required by the image. (\(minimum.wireSummary))"
            )
        }
        for (slot, maximum) in maximum(of: image) where slots[slot] > maximum {
            throw BackendError(
                .invalidParameters,
                "Your resource request is larger than the maximum allowed by the image. "
                    + "(\(ResourceSlots([slot: maximum]).wireSummary))")
        }
        guard Quantity(shared.bytes) < slots[.mem] else {
            throw BackendError(
                .invalidParameters,
                "Shared memory should be less than the main memory. (s:\(shared), m:\(slots.summary))")
        }
        return slots
    }

    private func minimum(of image: ImageReport, shared: BinarySize) -> ResourceSlots {
        var slots = ResourceSlots([.cpu: Quantity(1), .mem: Quantity(SessionRules.defaultMemory.bytes)])
        let prefix = "ai.backend.resource.min."
        for (label, text) in image.labels where label.hasPrefix(prefix) {
            let slot = SlotName(String(label.dropFirst(prefix.count)))
            if let amount = slot.quantity(parsing: text) { slots[slot] = amount }
        }
        slots[.mem] = slots[.mem] + Quantity(shared.bytes)
        return slots
    }

    /// The most of each slot that the image takes, where it says so; zero says nothing.
    private func maximum(of image: ImageReport) -> [(slot: SlotName, amount: Quantity)] {
        let prefix = "ai.backend.resource.max."
        return image.labels.sorted { $0.key < $1.key }.compactMap { label, text in
            guard label.hasPrefix(prefix) else { return nil }
            let slot = SlotName(String(label.dropFirst(prefix.count)))
            return slot.quantity(parsing: text).flatMap { $0 > .zero ? (slot, $0) : nil }
        }
    }
}

extension ResourceSlots {
    /// `cpu=1 mem=320m`, as the original's messages have it.
    fileprivate var wireSummary: String {
        names.map { "\($0)=\($0.isBytes ? BinarySize(bytes: self[$0].whole).description : self[$0].description)" }
            .joined(separator: " ")
    }
}
