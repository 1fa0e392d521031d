import Core
import Testing

@testable import Agent

@Suite("MachineDevices")
struct MachineDevicesTests {
    private static let two = MachineTopology(nodes: [
        .init(number: 0, processors: [0, 1, 4, 5], memory: 32 << 30),
        .init(number: 1, processors: [2, 3], memory: 8 << 30),
    ])

    private static func devices(
        cpu: Int64, mem: Int64, of topology: MachineTopology, isConfigured: Bool = false
    ) -> DeviceInventory {
        MachineDevices(
            topology: topology, slots: ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)]),
            isConfigured: isConfigured
        ).inventory
    }

    @Test("each NUMA node is a device of processors and one of memory, and all add up to what is given away")
    func nodes() {
        let memory: Int64 = 39 << 30
        let inventory = Self.devices(cpu: 6, mem: memory, of: Self.two)

        #expect(inventory.available == ResourceSlots([.cpu: Quantity(6), .mem: Quantity(memory)]))
        let cpu = inventory.devices.filter { $0.slot == .cpu }
        #expect(cpu.map(\.id.rawValue) == ["node0", "node1"] && cpu.map(\.capacity) == [Quantity(4), Quantity(2)])
        #expect(cpu.map(\.processors) == ["0-1,4-5", "2-3"] && cpu.map(\.node) == [0, 1])
        let parts = inventory.devices.filter { $0.slot == .mem }.map(\.capacity.whole)
        #expect(parts.count == 2 && parts.reduce(0, +) == memory && parts[0] == memory / 5 * 4 / 4096 * 4096)
    }

    @Test("one node is one device, and a machine that tells none is one, too")
    func one() {
        let single = MachineTopology(nodes: [.init(number: 0, processors: [0, 1], memory: 4 << 30)])
        let inventory = Self.devices(cpu: 2, mem: 3 << 30, of: single)
        #expect(inventory.devices.map(\.id.rawValue) == ["node0", "node0"])
        #expect(inventory.available == ResourceSlots([.cpu: Quantity(2), .mem: Quantity(3 << 30)]))
        let unknown = Self.devices(cpu: 2, mem: 3 << 30, of: MachineTopology(nodes: []))
        #expect(unknown.devices.map(\.id.rawValue) == ["all", "all"] && unknown.devices.allSatisfy { $0.node == nil })
    }

    @Test("what somebody configured is no property of nodes, so that it is one device of each slot")
    func configured() {
        let inventory = Self.devices(cpu: 64, mem: 1 << 40, of: Self.two, isConfigured: true)
        #expect(inventory.devices.map(\.id.rawValue) == ["all", "all"])
        #expect(inventory.available == ResourceSlots([.cpu: Quantity(64), .mem: Quantity(1 << 40)]))
        let other = MachineDevices(
            topology: Self.two, slots: ResourceSlots([SlotName("x.device"): Quantity(3)]), isConfigured: true
        ).inventory
        #expect(other.devices.map(\.slot.rawValue) == ["x.device"] && other.slotTypes == [SlotName("x.device"): .count])
    }

    @Test("processors that nodes do not all have are not divided among them")
    func disagreement() {
        let inventory = Self.devices(cpu: 8, mem: 3 << 30, of: Self.two)
        #expect(inventory.devices.filter { $0.slot == .cpu }.map(\.capacity) == [Quantity(8)])
    }

    @Test("this machine gives away what it always did")
    func here() {
        let slots = NodeSlots.ofThisMachine()
        #expect(NodeSlots.devices(configured: nil).available == slots)
        #expect(throws: Never.self) { try NodeSlots.devices(configured: nil).check() }
    }
}
