import Core
import Foundation
import Logging
import Testing

@testable import Agent

@Suite("Configured accelerators")
struct AcceleratorsTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// What becomes of mock accelerators with these descriptions, on an agent that gives away `slots`.
    private static func inventory(_ descriptions: String..., slots: String = "cpu=2,mem=2g") async throws
        -> DeviceInventory
    {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var files: [String] = []
        for (index, text) in descriptions.enumerated() {
            files.append("\(directory)/\(index).toml")
            try text.write(toFile: "\(directory)/\(index).toml", atomically: true, encoding: .utf8)
        }
        let list = files.map { "\"\($0)\"" }.joined(separator: ", ")
        let configuration = try AgentConfiguration(
            toml: """
                [agent]
                state-directory = "/s"
                socket = "/s/agent.sock"
                pid-file = "/s/agent.pid"
                runner = "/r"
                slots = "\(slots)"
                mock-accelerators = [\(list)]
                """, path: "a.toml")
        let accelerators = try Accelerators(configuration, logger: logger)
        let watch = try accelerators.watch(
            machine: NodeSlots.devices(configured: configuration.slots), events: EventLog(), logger: logger)
        await watch.look()
        return watch.inventory
    }

    @Test("all of them stand beside the machine's own devices")
    func several() async throws {
        let inventory = try await Self.inventory(
            "[[device]]\nid = \"GPU-1\"", "kind = \"rocm\"\n[[device]]\nid = \"GPU-1\"")
        #expect(inventory.devices.map(\.slot.rawValue) == ["cpu", "mem", "cuda.device", "rocm.device"])
        #expect(inventory.slotTypes[.mem] == .bytes && inventory.slotTypes[SlotName("rocm.device")] == .count)
    }

    @Test("a slot has one owner")
    func conflict() async {
        let two = await #expect(throws: ConfigurationError.self) {
            try await Self.inventory("[[device]]\nid = \"A\"", "[[device]]\nid = \"B\"")
        }
        #expect(two?.description == "the slot `cuda.device` is given by mock cuda and by mock cuda")
        let configured = await #expect(throws: ConfigurationError.self) {
            try await Self.inventory("[[device]]\nid = \"A\"", slots: "cpu=2,mem=2g,cuda.device=1")
        }
        #expect(configured?.description == "the slot `cuda.device` is given by `agent.slots` and by mock cuda")
    }
}
