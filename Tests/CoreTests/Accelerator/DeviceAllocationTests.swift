import Testing

@testable import Core

@Suite("Devices of a kernel")
struct DeviceAllocationTests {
    private static let gpu = SlotName("cuda.shares")

    private static func devices(
        _ slot: SlotName, _ prefix: String, nodes: [Int?], capacity: Quantity = Quantity(1), taken: Set<Int> = []
    ) -> [Device] {
        nodes.enumerated().map { index, node in
            Device(
                id: DeviceID(rawValue: "\(prefix)\(index)"), slot: slot, capacity: capacity,
                occupied: taken.contains(index) ? capacity : .zero, node: node)
        }
    }

    private static func slots(_ amounts: KeyValuePairs<SlotName, String>) -> ResourceSlots {
        ResourceSlots(
            Dictionary(uniqueKeysWithValues: amounts.map { ($0.key, Quantity(decimal: $0.value) ?? .infinity) }))
    }

    private static func ids(_ shares: [DeviceShare], of slot: SlotName) -> [String] {
        shares.filter { $0.slot == slot }.map(\.device.rawValue)
    }

    /// Amounts of two whole devices, the quantum, and what the strategies give of them.
    private static let quanta: [(asked: String, quantum: String, filled: [String], even: [String])] = [
        ("0.5", "0.25", ["0.5"], ["0.5"]), ("1.5", "0.25", ["1", "0.5"], ["0.75", "0.75"]),
        ("1.75", "0.25", ["1", "0.75"], ["1", "0.75"]),
    ]

    @Test("An amount of whole quanta is given exactly", arguments: quanta)
    func wholeQuanta(asked: String, quantum: String, filled: [String], even: [String]) throws {
        for (strategy, expected) in [(AllocationStrategy.fill, filled), (.evenly, even)] {
            let rules = SlotRules(
                quantum: try #require(Quantity(decimal: quantum)), strategy: strategy, granularity: .fractional)
            let shares = try DeviceAllocation(
                of: Self.devices(Self.gpu, "a", nodes: [nil, nil]), by: [Self.gpu: rules]
            ).shares(for: Self.slots([Self.gpu: asked]))
            #expect(shares.map(\.amount.description) == expected)
        }
    }

    @Test(
        "An amount that is no multiple of the quantum is refused at the door, with the nearest ones as a hint",
        arguments: [
            ("0.24", "0.25", "0", "0.25"), ("0.52", "0.25", "0.5", "0.75"), ("0.42", "0.25", "0.25", "0.5"),
            ("0.5", "0.3", "0.3", "0.6"),
        ])
    func notMultiple(asked: String, quantum: String, below: String, above: String) throws {
        let step = try #require(Quantity(decimal: quantum))
        let amount = try #require(Quantity(decimal: asked))
        let rules = SlotRules(quantum: step, granularity: .fractional)
        let refusal = try #require(rules.refusal(of: amount, slot: Self.gpu))
        #expect(refusal == .notMultiple(Self.gpu, amount, of: step))
        #expect(refusal.hint == "ask for cuda.shares=\(below) or cuda.shares=\(above)")
        #expect(refusal.sentence == "`\(asked)` of `cuda.shares` is not a multiple of its quantum `\(quantum)`")
    }

    @Test("More than there is, less than nothing and what never ends are refused, and change nothing")
    func refusals() {
        let rules = SlotRules(quantum: Quantity(thousandths: 250), granularity: .fractional)
        let allocation = DeviceAllocation(of: Self.devices(Self.gpu, "a", nodes: [nil, nil]), by: [Self.gpu: rules])
        for (asked, refusal) in [
            ("4", AllocationRefusal.insufficient(Self.gpu, asked: Quantity(4))),
            ("-1", .impossible(Self.gpu, Quantity(-1))), ("Infinity", .impossible(Self.gpu, .infinity)),
        ] {
            #expect(throws: refusal) { try allocation.shares(for: Self.slots([Self.gpu: asked])) }
        }
        let unknown = SlotName("tpu.device")
        #expect(throws: AllocationRefusal.unknown(unknown)) { try allocation.shares(for: Self.slots([unknown: "1"])) }
        #expect(throws: Never.self) { try allocation.shares(for: Self.slots([unknown: "0"])) }
    }

    @Test("A unique slot is given once, and two kinds of the same accelerator exclude each other")
    func exclusive() {
        let (slice, whole) = (SlotName("cuda.device:mig-10g"), SlotName("cuda.device"))
        let devices = Self.devices(slice, "s", nodes: [nil, nil]) + Self.devices(whole, "w", nodes: [nil])
        let allocation = DeviceAllocation(of: devices, by: [slice: SlotRules(.unique)])
        #expect(throws: AllocationRefusal.moreThanUnique(slice, Quantity(2))) {
            try allocation.shares(for: Self.slots([slice: "2"]))
        }
        #expect(throws: AllocationRefusal.exclusive(whole, slice)) {
            try allocation.shares(for: Self.slots([slice: "1", whole: "1"]))
        }
        #expect((try? allocation.shares(for: Self.slots([slice: "1"])))?.map(\.device.rawValue) == ["s0"])
    }

    @Test("A device that has failed gives nothing more")
    func failed() {
        var devices = Self.devices(Self.gpu, "a", nodes: [nil, nil])
        devices[0].isHealthy = false
        let allocation = DeviceAllocation(of: devices, by: [:])
        #expect((try? allocation.shares(for: Self.slots([Self.gpu: "1"])))?.map(\.device.rawValue) == ["a1"])
        #expect(throws: AllocationRefusal.self) { try allocation.shares(for: Self.slots([Self.gpu: "2"])) }
    }

    @Test("A device that holds more than it has, since it shrank, gives nothing more", arguments: [-1, 0, 1])
    func shrunk(node: Int) {
        let device = Device(
            id: DeviceID(rawValue: "m"), slot: .mem, capacity: Quantity(1), occupied: Quantity(3), node: node)
        #expect(device.free == .zero)
        #expect(device.node == (node < 0 ? nil : node))
    }

    @Test("Where no device has a NUMA node, all are equally near", arguments: [nil, -1] as [Int?])
    func noNodes(node: Int?) {
        let devices = Self.devices(Self.gpu, "a", nodes: [node, node, node])
        let groups = NodePreference(near: [0]).groups(of: devices)
        #expect(groups.primary == [[0, 1, 2]] && groups.rest.isEmpty)
    }

    @Test("The first devices come from the node with the most free")
    func firstNode() throws {
        var devices = Self.devices(Self.gpu, "a", nodes: [0, 0, 1, 1])
        let first = try DeviceAllocation(of: devices, by: [:]).shares(for: Self.slots([Self.gpu: "1"]))
        #expect(Self.ids(first, of: Self.gpu) == ["a0"])
        devices[0].occupied = Quantity(1)
        let second = try DeviceAllocation(of: devices, by: [:]).shares(for: Self.slots([Self.gpu: "2"]))
        #expect(Self.ids(second, of: Self.gpu) == ["a2", "a3"])
    }

    @Test("Interleaved, the first devices come from all nodes in equal parts")
    func interleaved() throws {
        let devices = Self.devices(.cpu, "c", nodes: [0, 0, 0, 1, 1, 1])
        let shares = try DeviceAllocation(of: devices, by: [:], .interleaved).shares(for: Self.slots([.cpu: "4"]))
        #expect(Self.ids(shares, of: .cpu) == ["c0", "c1", "c3", "c4"])
    }

    @Test("Later devices come from the nodes of the earlier ones, and others only help out")
    func near() {
        let processors = Self.devices(.cpu, "c", nodes: [0, 0, 1, 1, 2])
        let one = NodePreference(near: [0]).groups(of: processors)
        #expect(one.primary == [[0, 1]] && one.rest == [2, 3, 4])
        let two = NodePreference(near: [1, 0, 1]).groups(of: processors)
        #expect(two.primary == [[0, 1], [2, 3]] && two.rest == [4])
    }

    @Test(
        "Processors are taken in equal parts from the nodes of the accelerators", arguments: AllocationStrategy.allCases
    )
    func processorsNearAccelerators(strategy: AllocationStrategy) throws {
        let whole = SlotName("cuda.device")
        let devices =
            Self.devices(whole, "x", nodes: [0, 1, 2, 3], taken: [0, 2])
            + Self.devices(.cpu, "c", nodes: (0..<12).map { $0 / 3 })
        let shares = try DeviceAllocation(
            of: devices, by: [.cpu: SlotRules(strategy: strategy), whole: SlotRules(strategy: strategy)], .interleaved
        ).shares(for: Self.slots([whole: "2", .cpu: "4"]))
        #expect(Self.ids(shares, of: whole) == ["x1", "x3"])
        #expect(Self.ids(shares, of: .cpu) == ["c3", "c4", "c9", "c10"])
    }

    @Test("On a machine of 144 processors, all of a kernel stand on the node of its accelerator")
    func largeMachine() throws {
        let accelerator = SlotName("npu.device")
        let nodes = (0..<144).map { ($0 / 36) % 2 }
        let devices =
            Self.devices(accelerator, "npu", nodes: [0, 0, 1, 1], taken: [0, 1, 2])
            + Self.devices(.cpu, "c", nodes: nodes, taken: Set(0..<24))
        let shares = try DeviceAllocation(of: devices, by: [:]).shares(for: Self.slots([accelerator: "1", .cpu: "8"]))
        #expect(Self.ids(shares, of: accelerator) == ["npu3"])
        let processors = Self.ids(shares, of: .cpu).compactMap { Int($0.dropFirst()) }
        #expect(processors.count == 8 && processors.allSatisfy { nodes[$0] == 1 })
    }

    @Test("Where the near node has not enough, others give the rest, and nothing is refused that there is")
    func spill() throws {
        let whole = SlotName("cuda.device")
        let devices = Self.devices(whole, "x", nodes: [1]) + Self.devices(.cpu, "c", nodes: [0, 0, 0, 1, 1])
        let shares = try DeviceAllocation(of: devices, by: [:]).shares(for: Self.slots([whole: "1", .cpu: "4"]))
        #expect(Self.ids(shares, of: .cpu) == ["c0", "c1", "c3", "c4"])
    }
}
