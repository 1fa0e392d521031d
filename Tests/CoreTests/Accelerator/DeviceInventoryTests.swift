import Testing

@testable import Core

@Suite("DeviceInventory")
struct DeviceInventoryTests {
    private static let gpus = SlotName("cuda.shares")

    private static func gpu(_ id: String, _ capacity: Quantity = Quantity(1), problem: String? = nil) -> DeviceReport {
        DeviceReport(id: DeviceID(rawValue: id), slot: gpus, capacity: capacity, problem: problem)
    }

    @Test("what is available is the sum of what works, and a slot of which nothing works is still listed")
    func available() {
        let one = DeviceInventory([Self.gpu("a"), Self.gpu("b", problem: "lost")], [:])
        #expect(one.available == ResourceSlots([Self.gpus: Quantity(1)]))
        let none = DeviceInventory([Self.gpu("a", problem: "lost")], [:])
        #expect(none.available == ResourceSlots([Self.gpus: .zero]))
    }

    @Test("a device that stops to work, or goes, has failed; one that was broken before has not failed again")
    func failures() {
        let before = DeviceInventory(
            [Self.gpu("a"), Self.gpu("b"), Self.gpu("c", problem: "lost"), Self.gpu("d")], [:])
        let after = DeviceInventory(
            [Self.gpu("a", problem: "hot"), Self.gpu("c", problem: "lost"), Self.gpu("d")], [:])
        #expect(after.failures(since: before).map(\.id.rawValue) == ["a", "b"])
        #expect(after.failures(since: before).map(\.problem) == ["hot", "it is not there any more"])
        #expect(before.failures(since: after).isEmpty)
    }

    @Test(
        "what cannot be is refused with the reason",
        arguments: [
            ([gpu("a"), gpu("a")], "the device `a` of `cuda.shares` is listed twice"),
            ([gpu("a", .zero)], "the device `a` cannot have `0` of `cuda.shares`"),
            ([gpu("a", Quantity(-1))], "the device `a` cannot have `-1` of `cuda.shares`"),
            ([gpu("a", .infinity)], "the device `a` cannot have `Infinity` of `cuda.shares`"),
            ([gpu("a,b")], "`a,b` is no name of a device"), ([gpu("")], "`` is no name of a device"),
            ([gpu("a\nb")], "`a\nb` is no name of a device"),
            (
                [DeviceReport(id: DeviceID(rawValue: "a"), slot: SlotName(""), capacity: Quantity(1))],
                "`` is no name of a slot"
            ),
            ((0..<1025).map { gpu("\($0)") }, "1025 devices are listed, more than 1024"),
            (
                (0..<33).map {
                    DeviceReport(id: DeviceID(rawValue: "a"), slot: SlotName("s.\($0)"), capacity: Quantity(1))
                }, "33 slots are listed, more than 32"
            ),
        ])
    func garbage(devices: [DeviceReport], sentence: String) {
        #expect(throws: InventoryFault(sentence: sentence)) { try DeviceInventory(devices, [:]).check() }
    }

    @Test("a unique slot's devices have one of it")
    func unique() {
        let rules = [Self.gpus: SlotRules(.unique)]
        #expect(throws: InventoryFault.self) { try DeviceInventory([Self.gpu("a", Quantity(2))], rules).check() }
        #expect(throws: Never.self) { try DeviceInventory([Self.gpu("a")], rules).check() }
    }

    @Test("comes through JSON as it is, rules and all")
    func coding() throws {
        var device = Self.gpu("GPU-1", Quantity(thousandths: 2500))
        (device.model, device.memory, device.links) = ("H100", 80 << 30, [.init(peer: device.id, kind: .nvlink)])
        let rules = SlotRules(
            .count, quantum: Quantity(thousandths: 100), strategy: .evenly, granularity: .fractional,
            minimum: Quantity(thousandths: 200), allowsFragments: false)
        let inventory = DeviceInventory([device], [Self.gpus: rules])
        #expect(try JSONValue(encoding: inventory).decoded() == inventory)
    }
}
