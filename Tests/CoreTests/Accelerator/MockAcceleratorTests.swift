import Synchronization
import Testing

@testable import Core

@Suite("Mock accelerator")
struct MockAcceleratorTests {
    private static func description(_ json: JSONValue) throws -> MockDescription { try json.decoded() }

    private static func two(_ more: [JSONValue.Member] = []) throws -> MockDescription {
        let devices: JSONValue = [
            ["id": "GPU-1", "model": "H100", "memory": "80g", "units": 132, "node": 0], ["id": "GPU-2", "node": 1],
        ]
        return try description(.object([.init("device", devices)] + more))
    }

    @Test(
        "the slot follows from how devices are shared, unless it is named",
        arguments: [
            ("discrete", nil, "cuda.device"), ("fractional", nil, "cuda.shares"), ("unique", nil, "cuda.device"),
            ("fractional", "rocm.shares", "rocm.shares"),
        ] as [(String, String?, String)])
    func slot(sharing: String, slot: String?, expected: String) throws {
        let named = slot.map { [JSONValue.Member("slot", .string($0))] } ?? []
        let description = try Self.two([.init("sharing", .string(sharing))] + named)
        #expect(description.devices.map(\.slot.rawValue) == [expected, expected])
        #expect(description.rules.keys.map(\.rawValue) == [expected])
    }

    @Test("devices are as described, and links are seen from both ends")
    func devices() async throws {
        let description = try Self.two([.init("link", [["between": ["GPU-1", "GPU-2"], "kind": "nvlink"]])])
        let devices = await MockAccelerator(description).devices()
        let (one, other) = (DeviceID(rawValue: "GPU-1"), DeviceID(rawValue: "GPU-2"))
        #expect(
            devices == [
                DeviceReport(
                    id: one, slot: SlotName("cuda.device"), capacity: Quantity(1), node: 0, model: "H100",
                    memory: 80 << 30, units: 132, links: [.init(peer: other, kind: .nvlink)]),
                DeviceReport(
                    id: other, slot: SlotName("cuda.device"), capacity: Quantity(1), node: 1,
                    links: [.init(peer: one, kind: .nvlink)]),
            ])
    }

    @Test("what is told to fail fails at the next look, and works again when it is told no more")
    func faults() async throws {
        let box = FaultText(text: "")
        let accelerator = MockAccelerator(try Self.two()) { box.text }
        #expect(await accelerator.devices().map(\.problem) == [nil, nil])
        box.text = "# nothing\nGPU-2 Xid 79\n"
        #expect(await accelerator.devices().map(\.problem) == [nil, "Xid 79"])
        #expect(await accelerator.usage().map(\.device.rawValue) == ["GPU-1"])
        box.text = "*"
        #expect(await accelerator.devices().map(\.problem) == ["it was told to fail", "it was told to fail"])
        box.text = ""
        #expect(await accelerator.devices().map(\.problem) == [nil, nil])
    }

    @Test("programs are told the devices that their kernel holds by the variable that is described, and no others")
    func environment() throws {
        let profile = MockAccelerator(try Self.two([.init("variable", "CUDA_VISIBLE_DEVICES")])).profile
        func share(_ slot: String, _ id: String) -> DeviceShare {
            DeviceShare(slot: SlotName(slot), device: DeviceID(rawValue: id), amount: Quantity(1))
        }
        let shares = [share("cpu", "node0"), share("cuda.device", "GPU-2"), share("cuda.device", "GPU-1")]
        #expect(profile.environment(for: shares) == ["CUDA_VISIBLE_DEVICES": "GPU-2,GPU-1"])
        #expect(profile.environment(for: [share("cpu", "node0")]) == [:])
    }

    @Test(
        "what cannot be described is refused with the reason",
        arguments: [
            (["device": []], "no `[[device]]` is described"),
            (["device": [["id": "a"], ["id": "a"]]], "the device `a` of `cuda.device` is listed twice"),
            (
                ["device": [["id": "a"]], "link": [["between": ["a", "b"]]]],
                "a `[[link]]` names `b`, which is no `[[device]]`"
            ),
            (["device": [["id": "a"]], "link": [["between": ["a"]]]], "a `[[link]]` is between two devices"),
            (
                ["sharing": "fractional", "quantum": "0.3", "device": [["id": "a"]]],
                "`1` of the device `a` is not a multiple of the quantum `0.3`"
            ),
            (
                ["sharing": "unique", "device": [["id": "a", "capacity": 2]]],
                "the device `a` of the unique slot `cuda.device` must have 1 of it"
            ),
        ] as [(JSONValue, String)])
    func refused(json: JSONValue, sentence: String) throws {
        let description = try Self.description(json)
        #expect(throws: InventoryFault(sentence: sentence)) { try description.check() }
    }

    @Test(
        "a value that is none is refused",
        arguments: [
            ["sharing": "halves"], ["quantum": "much"], ["quantum": "0"], ["quantum": .number(0.5)],
            ["strategy": "random"],
            ["variable": "A=B"], ["device": [["model": "no id"]]], ["device": [["id": "a", "memory": "lots"]]],
            ["link": [["between": ["a", "b"], "kind": "string"]]],
        ] as [JSONValue])
    func values(json: JSONValue) {
        #expect(throws: DecodingError.self) { _ = try Self.description(json) }
    }
}

/// What has failed, changed by a test between two looks.
private final class FaultText: Sendable {
    private let content: Mutex<String>

    init(text: String) {
        content = Mutex(text)
    }

    var text: String {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}
