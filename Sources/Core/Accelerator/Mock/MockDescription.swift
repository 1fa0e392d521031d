/// An accelerator that is not there, as described in a TOML file.
///
/// - SeeAlso: `docs/gpu.md`, which lists the keys.
public struct MockDescription: Sendable, Equatable {
    /// How the devices are given to kernels.
    public enum Sharing: String, Sendable, Codable, CaseIterable {
        /// Whole.
        case discrete
        /// In fractions.
        case fractional
        /// Whole, and a kernel has at most one.
        case unique

        /// What follows the kind in a slot's name.
        var major: String { self == .fractional ? "shares" : "device" }
    }

    /// One device.
    public struct Part: Sendable, Equatable {
        /// What it is called; a UUID, if it is to look like a real one.
        public let id: DeviceID
        /// The slot that it gives amounts of, where that is another one.
        public let slot: SlotName?
        /// All that it has.
        public let capacity: Quantity
        public let model: String?
        public let memory: BinarySize?
        public let units: Int?
        public let node: Int?
    }

    /// A link between two devices.
    public struct Link: Sendable, Equatable {
        /// The two.
        public let between: [DeviceID]
        public let kind: LinkKind
    }

    /// The kind of accelerator: the first part of the slot's name.
    public let kind: String
    /// How the devices are given.
    public let sharing: Sharing
    /// The slot that they give amounts of.
    public let slot: SlotName
    /// The step of amounts.
    public let quantum: Quantity
    /// How an amount is divided among devices.
    public let strategy: AllocationStrategy
    /// Devices with less free give nothing.
    public let minimum: Quantity
    /// Whether an amount may be pieced together from unequal remainders of devices.
    public let allowsFragments: Bool
    /// The environment variable that tells programs their devices.
    public let variable: String?
    /// A file that names the devices that have failed.
    public let faults: String?
    public let parts: [Part]
    public let links: [Link]
}

extension MockDescription {
    /// The rules of every slot of its devices.
    public var rules: [SlotName: SlotRules] {
        let type: SlotType = sharing == .unique ? .unique : .count
        let common = SlotRules(
            type, quantum: quantum, strategy: strategy, granularity: sharing == .fractional ? .fractional : .discrete,
            minimum: minimum, allowsFragments: allowsFragments)
        return Dictionary(parts.map { ($0.slot ?? slot, common) }, uniquingKeysWith: { first, _ in first })
    }

    /// The devices, all working.
    public var devices: [DeviceReport] {
        parts.map { part in
            let peers = links.compactMap { link -> DeviceLink? in
                guard link.between.contains(part.id), let peer = link.between.first(where: { $0 != part.id }) else {
                    return nil
                }
                return DeviceLink(peer: peer, kind: link.kind)
            }
            return DeviceReport(
                id: part.id, slot: part.slot ?? slot, capacity: part.capacity, node: part.node, model: part.model,
                memory: part.memory?.bytes, units: part.units, links: peers.isEmpty ? nil : peers)
        }
    }

    /// Checks what the parts say together.
    ///
    /// - Throws: The first thing that cannot be.
    public func check() throws(InventoryFault) {
        try DeviceInventory(devices, rules).check()
        if parts.isEmpty { throw InventoryFault(sentence: "no `[[device]]` is described") }
        let known = Set(parts.map(\.id))
        for link in links {
            guard link.between.count == 2, Set(link.between).count == 2 else {
                throw InventoryFault(sentence: "a `[[link]]` is between two devices")
            }
            if let unknown = link.between.first(where: { !known.contains($0) }) {
                throw InventoryFault(sentence: "a `[[link]]` names `\(unknown)`, which is no `[[device]]`")
            }
        }
        for part in parts where part.capacity.thousandths % quantum.thousandths != 0 {
            throw InventoryFault(
                sentence: "`\(part.capacity)` of the device `\(part.id)` is not a multiple of the quantum `\(quantum)`")
        }
    }
}
