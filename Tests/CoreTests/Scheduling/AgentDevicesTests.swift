import Testing

@testable import Core

@Suite("AgentDevices")
struct AgentDevicesTests {
    private static let shares = SlotName("cuda.shares")

    private static func devices(_ list: [Device], _ rules: SlotRules, _ slots: inout SlotTable) -> AgentDevices {
        AgentDevices(list, by: [shares: rules], numbering: &slots)
    }

    private static func gpu(_ id: String, isHealthy: Bool = true) -> Device {
        Device(id: DeviceID(rawValue: id), slot: shares, capacity: Quantity(1), isHealthy: isHealthy)
    }

    private static func share(_ slot: SlotName, _ id: String, _ thousandths: Int64) -> DeviceShare {
        DeviceShare(slot: slot, device: DeviceID(rawValue: id), amount: Quantity(thousandths: thousandths))
    }

    private static let tenths = SlotRules(quantum: Quantity(thousandths: 100), granularity: .fractional)

    @Test("what rules refuse is not given, were there but one device", arguments: [1, 2])
    func rules(count: Int) {
        var slots = SlotTable()
        let devices = Self.devices((0..<count).map { Self.gpu("gpu\($0)") }, Self.tenths, &slots)
        func given(_ thousandths: Int64) -> [DeviceShare]? {
            devices.shares(
                for: slots.request(ResourceSlots([Self.shares: Quantity(thousandths: thousandths)]), by: []))
        }
        #expect(given(300)?.map(\.amount) == [Quantity(thousandths: 300)])
        #expect(given(250) == nil)
    }

    @Test("what is held of an accelerator's device that is gone is held of no other")
    func gone() {
        var slots = SlotTable()
        var devices = Self.devices([Self.gpu("gpu1")], Self.tenths, &slots)
        devices.take([Self.share(Self.shares, "gpu0", 1000)])
        #expect(devices.groups[0].devices[0].occupied == .zero && !devices.isOvercommitted)
        devices.take([Self.share(Self.shares, "gpu1", 400)])
        #expect(devices.groups[0].devices[0].free == Quantity(thousandths: 600))
    }

    @Test(
        "what is held of processors counts whatever they were called, and so does what nobody told apart",
        arguments: [(SlotName.cpu, "node7"), (.cpu, ""), (shares, "")])
    func renamed(slot: SlotName, id: String) {
        var slots = SlotTable()
        let list = (0..<2).map { index in
            Device(id: DeviceID(rawValue: "node\(index)"), slot: slot, capacity: Quantity(1))
        }
        var devices = AgentDevices(list, by: [:], numbering: &slots)
        devices.take([Self.share(slot, id, 500)])
        #expect(devices.groups[0].devices.map(\.occupied.thousandths) == [500, 0])
        devices.take([Self.share(slot, id, 500)], givesBack: true)
        #expect(devices.groups[0].devices.map(\.occupied) == [.zero, .zero])
    }

    @Test("shares of processors that have become one are had only where it has all of them")
    func together() {
        var slots = SlotTable()
        let list = [Device(id: DeviceID(rawValue: "cpu:0"), slot: .cpu, capacity: Quantity(3))]
        let devices = AgentDevices(list, by: [:], numbering: &slots)
        #expect(devices.have([Self.share(.cpu, "cpu:0", 2000), Self.share(.cpu, "cpu:1", 1000)]))
        #expect(!devices.have([Self.share(.cpu, "cpu:0", 3000), Self.share(.cpu, "cpu:1", 1000)]))
    }

    @Test("a broken device gives nothing, keeps what is held, and does not make its agent over-committed")
    func broken() {
        var slots = SlotTable()
        var devices = Self.devices([Self.gpu("gpu0", isHealthy: false), Self.gpu("gpu1")], Self.tenths, &slots)
        devices.take([Self.share(Self.shares, "gpu0", 1500)])
        #expect(!devices.isOvercommitted)
        let request = slots.request(ResourceSlots([Self.shares: Quantity(1)]), by: [])
        #expect(devices.shares(for: request) == [Self.share(Self.shares, "gpu1", 1000)])
    }

    @Test("the quick way and the one for all requests choose the same devices, on random agents")
    func quick() {
        var random = SplitMix64(seed: 5)
        var (given, alone) = (0, 0)
        for _ in 0..<5000 {
            let (devices, rules) = Self.randomAgent(&random)
            var slots = SlotTable()
            let agent = AgentDevices(devices, by: rules, numbering: &slots)
            var asked = ResourceSlots.none
            for slot in Set(devices.map(\.slot)) where slot != .mem || Bool.random(using: &random) {
                let steps: [Int64] = slot == Self.shares ? [300, 500, 1000, 1500, 2000] : [1000, 2000, 4000]
                asked[slot] = Quantity(thousandths: steps.randomElement(using: &random) ?? 0)
            }
            let whole = try? DeviceAllocation(of: devices, by: rules).shares(for: asked)
            let quick = agent.shares(for: slots.request(asked, by: []))
            #expect(quick == whole, "\(asked) of \(devices)")
            given += quick == nil ? 0 : 1
            alone += quick?.count == asked.amounts.count ? 1 : 0
        }
        #expect(given > 1000 && given < 4500 && alone > 500 && alone < given, "\(given), \(alone)")
    }

    private static func randomAgent(_ random: inout SplitMix64) -> ([Device], [SlotName: SlotRules]) {
        var devices: [Device] = []
        let kinds: [(SlotName, Int64)] = [(.cpu, 4), (.mem, 4), (shares, 2)]
        for (slot, most) in kinds {
            for index in 0..<Int.random(in: 1...3, using: &random) {
                let capacity = Int64.random(in: 1...most, using: &random)
                devices.append(
                    Device(
                        id: DeviceID(rawValue: "\(slot)\(index)"), slot: slot, capacity: Quantity(capacity),
                        occupied: Quantity(thousandths: 100 * Int64.random(in: 0...10, using: &random)),
                        node: [nil, 0, 0, 1].randomElement(using: &random) ?? nil,
                        isHealthy: Int.random(in: 0..<8, using: &random) > 0))
            }
        }
        let strategies: [AllocationStrategy] = [.fill, .fill, .evenly]
        let gpu = SlotRules(
            quantum: Quantity(thousandths: [100, 250, 500].randomElement(using: &random) ?? 100),
            strategy: strategies.randomElement(using: &random) ?? .fill, granularity: .fractional,
            minimum: Quantity(thousandths: [0, 0, 300].randomElement(using: &random) ?? 0),
            allowsFragments: Bool.random(using: &random))
        return (devices, [.cpu: .usual, .mem: SlotRules(), shares: gpu])
    }
}
