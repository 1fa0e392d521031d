import Core
import Testing

@testable import Manager

@Suite("Stored devices")
struct StoreDeviceTests {
    private static let shares = SlotName("cuda.shares")
    private static let agent = AgentID(rawValue: "i-gpu")

    /// A node with GPUs that are shared in tenths.
    private static func node(_ gpus: [DeviceReport], cpu: Int64 = 8) -> NodeReport {
        let machine = TestStore.node(agent.rawValue, cpu: cpu)
        var inventory = DeviceInventory(
            [
                DeviceReport(id: DeviceID(rawValue: "node0"), slot: .cpu, capacity: Quantity(cpu), node: 0),
                DeviceReport(id: DeviceID(rawValue: "node0"), slot: .mem, capacity: machine.available[.mem], node: 0),
            ],
            [
                .cpu: SlotRules(quantum: Quantity(thousandths: 1), granularity: .fractional),
                .mem: SlotRules(.bytes, granularity: .fractional),
            ])
        inventory.add(
            gpus, [shares: SlotRules(quantum: Quantity(thousandths: 100), granularity: .fractional)])
        return machine.with(devices: inventory)
    }

    private static func gpu(_ id: String, problem: String? = nil) -> DeviceReport {
        DeviceReport(id: DeviceID(rawValue: id), slot: shares, capacity: Quantity(1), node: 0, problem: problem)
    }

    private static func register(_ test: TestStore, _ gpus: DeviceReport...) async throws -> [FailedDevice] {
        try await test.store.register(node(gpus), scalingGroup: "default")
    }

    private static func session(_ name: String, gpu thousandths: Int64, cpu: Int64 = 1) -> NewSession {
        TestStore.session(name, cpu: cpu, and: [shares: Quantity(thousandths: thousandths)])
    }

    private static func enqueue(_ test: TestStore, _ name: String, gpu: Int64) async throws -> NewSession {
        let new = session(name, gpu: gpu)
        _ = try await test.store.enqueue(new)
        return new
    }

    @Test("an agent is as large as its devices that work, and is kept as it said")
    func registered() async throws {
        let test = try await TestStore()
        _ = try await Self.register(test, Self.gpu("GPU-1"), Self.gpu("GPU-2", problem: "lost"))
        let agent = try #require(try await test.store.livingAgents().first)
        #expect(agent.available[Self.shares] == Quantity(1) && agent.available[.cpu] == Quantity(8))
        #expect(agent.inventory == Self.node([Self.gpu("GPU-1"), Self.gpu("GPU-2", problem: "lost")]).devices)
        try await test.register("i-old", cpu: 2)
        let old = try #require(try await test.store.livingAgents().last)
        #expect(old.storedDevices == nil && old.inventory.devices.map(\.id.rawValue) == ["", ""])
    }

    @Test("kernels get amounts of devices, no more than any has, and are told which")
    func placed() async throws {
        let test = try await TestStore()
        _ = try await Self.register(test, Self.gpu("GPU-1"), Self.gpu("GPU-2"))
        let first = try await Self.enqueue(test, "first", gpu: 700)
        let second = try await Self.enqueue(test, "second", gpu: 700)
        let third = try await Self.enqueue(test, "third", gpu: 300)
        #expect(try await test.scheduling.cycle().count == 3)
        var held: [String: Int64] = [:]
        for session in [first, second, third] {
            for share in try await test.store.shares(of: session.kernel) where share.slot == Self.shares {
                held[share.device.rawValue, default: 0] += share.amount.thousandths
            }
        }
        #expect(held.values.sorted() == [700, 1000])
        let cpu = try await test.store.shares(of: first.kernel).first { $0.slot == .cpu }
        #expect(cpu == DeviceShare(slot: .cpu, device: DeviceID(rawValue: "node0"), amount: Quantity(1)))
    }

    @Test("a device that fails keeps its kernels, takes no more, and is noted in their history once")
    func failed() async throws {
        let test = try await TestStore()
        _ = try await Self.register(test, Self.gpu("GPU-1"))
        let running = try await Self.enqueue(test, "running", gpu: 500)
        _ = try await test.scheduling.cycle()
        _ = try await test.store.apply(.kernelStarted(running.kernel), to: running.id)
        let devices = try #require(Self.node([Self.gpu("GPU-1", problem: "Xid 79")]).devices)
        let failures = try await test.store.save(devices, of: Self.agent)
        #expect(
            failures == [
                FailedDevice(
                    device: DeviceID(rawValue: "GPU-1"), slot: Self.shares, problem: "Xid 79", session: running.id,
                    kernel: running.kernel)
            ])
        #expect(try await test.store.save(devices, of: Self.agent).isEmpty)
        #expect(try await Self.register(test, Self.gpu("GPU-1", problem: "Xid 79")).isEmpty)
        let notes = try await test.rows("SELECT * FROM status_history WHERE reason = 'device-failed'")
        #expect(notes.map { $0.text("to_status") } == ["RUNNING"])
        #expect(try await test.store.changes(after: 0, limit: 100).last?.events.isEmpty == true)
        // A note is no event.
        let next = try await Self.enqueue(test, "next", gpu: 100)
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.status(of: running) == .running)
        // It works again: what it has left is given.
        _ = try await Self.register(test, Self.gpu("GPU-1"))
        #expect(try await test.scheduling.cycle().map(\.id) == [next.id])
    }

    @Test("a device that fails while nobody looks is noticed when its agent comes back")
    func failedMeanwhile() async throws {
        let test = try await TestStore()
        _ = try await Self.register(test, Self.gpu("GPU-1"), Self.gpu("GPU-2"))
        let session = try await Self.enqueue(test, "running", gpu: 2000)
        _ = try await test.scheduling.cycle()
        try await test.store.markSilent(Self.agent)
        let failures = try await Self.register(test, Self.gpu("GPU-1", problem: "lost"))
        #expect(
            failures.map(\.device.rawValue) == ["GPU-1", "GPU-2"] && failures.allSatisfy { $0.session == session.id })
        #expect(failures.map(\.problem) == ["lost", "it is not there any more"])
    }

    @Test(
        "an agent that has less than is held keeps what is held and takes nothing, of any slot, until that fits again")
    func overcommitted() async throws {
        let test = try await TestStore()
        try await test.store.register(Self.node([Self.gpu("GPU-1")], cpu: 4), scalingGroup: "default")
        let large = Self.session("large", gpu: 100, cpu: 4)
        _ = try await test.store.enqueue(large)
        _ = try await test.scheduling.cycle()
        try await test.store.register(Self.node([Self.gpu("GPU-1")], cpu: 3), scalingGroup: "default")
        let next = try await test.enqueue("next")
        #expect(try await test.scheduling.cycle().isEmpty)
        #expect(try await test.store.allocated(to: large.kernel)[.cpu] == Quantity(4))
        try await test.store.register(Self.node([Self.gpu("GPU-1")], cpu: 6), scalingGroup: "default")
        #expect(try await test.scheduling.cycle().map(\.id) == [next.id])
    }

    @Test("processors and memory of several NUMA nodes are one, and what fits on a node is taken from it alone")
    func nodes() async throws {
        let test = try await TestStore()
        let devices = (0..<2).flatMap { (node: Int) in
            [
                DeviceReport(id: DeviceID(rawValue: "node\(node)"), slot: .cpu, capacity: Quantity(4), node: node),
                DeviceReport(
                    id: DeviceID(rawValue: "node\(node)"), slot: .mem, capacity: Quantity(1 << 30), node: node),
            ]
        }
        let rules: [SlotName: SlotRules] = [
            .cpu: SlotRules(quantum: Quantity(thousandths: 1), granularity: .fractional),
            .mem: SlotRules(.bytes, granularity: .fractional),
        ]
        try await test.store.register(
            TestStore.node("i-a", cpu: 8).with(devices: DeviceInventory(devices, rules)), scalingGroup: "default")
        // 512 MiB each.
        let small = Self.session("small", gpu: 0, cpu: 1)
        let large = Self.session("large", gpu: 0, cpu: 6)
        for session in [small, large] { _ = try await test.store.enqueue(session) }
        #expect(try await test.scheduling.cycle().map(\.id) == [small.id, large.id])
        let one = try await test.store.shares(of: small.kernel)
        #expect(one.count == 2 && Set(one.map(\.device)).count == 1)
        let both = try await test.store.shares(of: large.kernel).filter { $0.slot == .cpu }
        #expect(both.count == 2 && both.map(\.amount).reduce(.zero, +) == Quantity(6))
        #expect(both.allSatisfy { $0.amount <= Quantity(4) })
        #expect(try await test.store.allocated(to: large.kernel)[.cpu] == Quantity(6))
    }

    @Test("what was held before devices had names is held of them")
    func nameless() async throws {
        let test = try await TestStore()
        try await test.register("i-gpu", cpu: 4)
        let old = try await test.run("old", cpu: 3)
        _ = try await Self.register(test, Self.gpu("GPU-1"))
        #expect(try await test.store.shares(of: old.kernel).map(\.device.rawValue) == ["", ""])
        let fits = try await test.enqueue("fits", cpu: 5)
        let never = try await test.enqueue("never", cpu: 1)
        #expect(try await test.scheduling.cycle().map(\.id) == [fits.id])
        #expect(try await test.status(of: never) == .pending)
    }

    @Test("the map has each device with who holds it, and what is held of devices that are gone")
    func map() async throws {
        let test = try await TestStore()
        _ = try await Self.register(test, Self.gpu("GPU-1"), Self.gpu("GPU-2"))
        for (name, amount) in [("one", 1000), ("two", 500)] as [(String, Int64)] {
            _ = try await Self.enqueue(test, name, gpu: amount)
        }
        _ = try await test.scheduling.cycle()
        let holdings = try await test.store.holdings(on: Self.agent)
        let inventory = try #require(Self.node([Self.gpu("GPU-1")]).devices)
        let map = DeviceMap(inventory, holdings: holdings)

        let gpus = map.entries.filter { $0.device.slot == Self.shares }
        #expect(gpus.map(\.device.id.rawValue) == ["GPU-1", "GPU-2"])
        #expect(gpus.map { $0.holdings.map(\.sessionName) }.sorted { $0[0] < $1[0] } == [["one"], ["two"]])
        #expect(gpus.map(\.device.problem) == [nil, "the agent does not know it any more"])
        #expect(gpus.last?.free == .zero && holdings.allSatisfy { $0.owner == "admin@lablup.com" })
        let cpu = try #require(map.entries.first { $0.device.slot == .cpu })
        #expect(cpu.occupied == Quantity(2) && cpu.free == Quantity(6))
    }
}

@Suite("RequestCapacity")
struct RequestCapacityTests {
    private static let slot = SlotName("cuda.shares")

    private static func agent(_ rules: SlotRules, gpus: Int) -> AgentRecord {
        let inventory = DeviceInventory(
            (0..<gpus).map { DeviceReport(id: DeviceID(rawValue: "GPU-\($0)"), slot: slot, capacity: Quantity(1)) }
                + [
                    DeviceReport(id: DeviceID(rawValue: "node0"), slot: .cpu, capacity: Quantity(8)),
                    DeviceReport(id: DeviceID(rawValue: "node0"), slot: .mem, capacity: Quantity(8 << 30)),
                ], [slot: rules])
        return AgentRecord(
            id: AgentID(rawValue: "i"), status: "ALIVE", architecture: "x86_64", available: inventory.available,
            storedDevices: inventory.stored)
    }

    private static func check(_ amount: Int64, _ rules: SlotRules, gpus: Int = 2) -> BackendError? {
        let request = ResourceSlots([
            .cpu: Quantity(thousandths: 500), .mem: Quantity(1 << 30), slot: Quantity(thousandths: amount),
        ])
        do throws(BackendError) {
            try RequestCapacity(agents: [agent(rules, gpus: gpus)]).check(request)
            return nil
        } catch {
            return error
        }
    }

    private static let tenths = SlotRules(quantum: Quantity(thousandths: 100), granularity: .fractional)

    @Test("amounts that an empty agent could give pass", arguments: [100, 1000, 1300, 2000] as [Int64])
    func possible(amount: Int64) {
        #expect(Self.check(amount, Self.tenths) == nil)
    }

    @Test("an amount that is no multiple of the quantum is refused with those beside it")
    func quantum() throws {
        let error = try #require(Self.check(240, Self.tenths))
        #expect(error.message?.hasSuffix("`0.24` of `cuda.shares` is not a multiple of its quantum `0.1`") == true)
        #expect(error.hint == "ask for cuda.shares=0.2 or cuda.shares=0.3")
        #expect(Self.check(240, Self.tenths, gpus: 1) != nil)
    }

    @Test("more than there is, and what rules never put together, are refused")
    func impossible() throws {
        let error = try #require(Self.check(2100, Self.tenths))
        #expect(error.hint == "ask for at most cuda.shares 2")
        let whole = SlotRules(
            quantum: Quantity(thousandths: 100), granularity: .fractional, minimum: Quantity(2))
        #expect(Self.check(500, whole) != nil)
    }
}
