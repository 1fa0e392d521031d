/// All devices of an agent, and how amounts of them are given.
public struct DeviceInventory: Codable, Sendable, Equatable {
    /// More devices than any machine has; what says so is out of its mind.
    static let mostDevices = 1024
    /// More slots than any machine has.
    static let mostSlots = 32

    /// The devices, in the order in which they give where nothing else decides.
    public private(set) var devices: [DeviceReport]
    /// How each slot's amounts are divided.
    public private(set) var rules: [SlotName: SlotRules]

    /// Nothing.
    public static let none = DeviceInventory([], [:])

    /// Lists devices with the rules of their slots.
    public init(_ devices: [DeviceReport], _ rules: [SlotName: SlotRules]) {
        self.devices = devices
        self.rules = rules
    }

    /// All that its working devices have.
    ///
    /// A slot whose devices are all broken is listed with nothing.
    public var available: ResourceSlots {
        devices.reduce(into: .none) { sum, device in
            sum[device.slot] = sum[device.slot] + (device.problem == nil ? device.capacity : .zero)
        }
    }

    /// How each slot is counted.
    public var slotTypes: [SlotName: SlotType] {
        devices.reduce(into: [:]) { $0[$1.slot] = rules[$1.slot]?.type ?? .count }
    }

    /// The device of a slot that is called `id`.
    public func device(_ id: DeviceID, of slot: SlotName) -> DeviceReport? {
        devices.first { $0.id == id && $0.slot == slot }
    }

    /// Takes in more devices, with their rules.
    public mutating func add(_ more: [DeviceReport], _ moreRules: [SlotName: SlotRules]) {
        devices += more
        rules.merge(moreRules) { _, new in new }
    }

    /// The devices that worked in an earlier inventory and are broken or gone now.
    public func failures(since earlier: DeviceInventory) -> [DeviceReport] {
        earlier.devices.compactMap { before in
            guard before.problem == nil else { return nil }
            guard var now = device(before.id, of: before.slot) else {
                var gone = before
                gone.problem = "it is not there any more"
                return gone
            }
            guard now.problem != nil else { return nil }
            now.model = now.model ?? before.model
            return now
        }
    }
}

extension DeviceInventory {
    /// Checks what somebody else says, before anything is built on it.
    ///
    /// - Throws: The first thing in it that cannot be.
    public func check() throws(InventoryFault) {
        guard devices.count <= DeviceInventory.mostDevices else {
            throw InventoryFault(
                sentence: "\(devices.count) devices are listed, more than \(DeviceInventory.mostDevices)")
        }
        var known: Set<String> = []
        for device in devices {
            let (id, slot) = (device.id.rawValue, device.slot.rawValue)
            guard InventoryFault.isName(id, atMost: 128) else {
                throw InventoryFault(sentence: "`\(id.prefix(128))` is no name of a device")
            }
            guard InventoryFault.isName(slot, atMost: 64) else {
                throw InventoryFault(sentence: "`\(slot.prefix(64))` is no name of a slot")
            }
            guard known.insert("\(slot) \(id)").inserted else {
                throw InventoryFault(sentence: "the device `\(id)` of `\(slot)` is listed twice")
            }
            guard device.capacity > .zero, !device.capacity.isInfinite else {
                throw InventoryFault(sentence: "the device `\(id)` cannot have `\(device.capacity)` of `\(slot)`")
            }
            if rules[device.slot]?.type == .unique, device.capacity != Quantity(1) {
                throw InventoryFault(sentence: "the device `\(id)` of the unique slot `\(slot)` must have 1 of it")
            }
            if let memory = device.memory, memory < 0 {
                throw InventoryFault(sentence: "the device `\(id)` cannot have \(memory) bytes of memory")
            }
        }
        let slots = Set(devices.map(\.slot)).count
        guard slots <= DeviceInventory.mostSlots else {
            throw InventoryFault(sentence: "\(slots) slots are listed, more than \(DeviceInventory.mostSlots)")
        }
    }
}

/// What is wrong with a list of devices.
public struct InventoryFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The fault in a sentence.
    public let sentence: String

    public var description: String { sentence }

    /// Whether a text may be a name: such names are put into lists and environment variables.
    static func isName(_ text: String, atMost length: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= length
            && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ",") }
    }
}
