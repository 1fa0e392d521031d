import Core
import Foundation
import TestSupport
import Testing

@Suite("Devices, from agent to shell")
struct DeviceTests {
    private static let description = """
        sharing = "fractional"
        quantum = "0.1"
        variable = "CUDA_VISIBLE_DEVICES"
        faults = "faults"

        [[device]]
        id = "GPU-1"
        model = "Mock H100"
        memory = "80g"
        node = 0

        [[device]]
        id = "GPU-2"
        model = "Mock H100"
        memory = "80g"
        node = 0
        """

    /// A stack with two mock GPUs, and the directory whose file `faults` makes them fail.
    private static func with(_ body: (TestStack, String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "gpus-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try description.write(toFile: directory + "/gpus.toml", atomically: true, encoding: .utf8)
        let options = ["--port", "0", "--agent-slots", "cpu=4,mem=4g", "--mock-accelerator", directory + "/gpus.toml"]
        try await TestStack.with(options: options) { stack in try await body(stack, directory) }
    }

    /// The GPUs as `admin agent map` tells them, when they are as expected; they are looked at again until then.
    private static func map(
        _ stack: TestStack, until isExpected: ([JSONValue]) -> Bool = { _ in true }
    ) async throws -> [JSONValue] {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let told = try await stack.run("admin", "agent", "map", "--output", "json")
            let items = try JSONValue(parsing: Array(told.output.utf8))["items"]?.items ?? []
            let gpus = items.filter { $0["slot"] == "cuda.shares" }
            if isExpected(gpus) || ContinuousClock.now > deadline { return gpus }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test(
        "a session sees the device that it holds, the map shows it, and a device that fails keeps it and takes no more")
    func whole() async throws {
        try await Self.with { stack, directory in
            let request = ["-r", "cpu=1", "-r", "mem=256m", "-r", "cuda.shares=0.5", "python"]
            let started = try await stack.command(["start", "-t", "lab-one"] + request).run()
            #expect(started.status == 0, "\(started)")
            let code =
                "import os;print(os.environ['CUDA_VISIBLE_DEVICES']);print(open('/home/config/resource.txt').read())"
            let seen = try await stack.run(
                "run", "--no-input", "-q", "-t", "lab-one", "-c", code, "python")
            let device = String(seen.output.prefix { $0 != "\n" })
            #expect(["GPU-1", "GPU-2"].contains(device), "\(seen)")
            #expect(seen.output.contains("CUDA.SHARES_SHARES=\(device):0.5"), "\(seen)")

            let before = try await Self.map(stack)
            let held = try #require(before.first { $0["id"]?.text == device }, "\(before)")
            #expect(held["holders"]?.items?.map { $0["session_name"] } == ["lab-one"] && held["free"] == "0.5")
            #expect(before.count == 2 && before.allSatisfy { $0["model"] == "Mock H100" && $0["healthy"] == true })

            // Both fail: what runs goes on, and nothing new starts.
            try "* fell off the bus".write(toFile: directory + "/faults", atomically: true, encoding: .utf8)
            let after = try await Self.map(stack) { $0.allSatisfy { $0["healthy"] == false } }
            #expect(after.allSatisfy { $0["problem"] == "fell off the bus" }, "\(after)")
            let still = try await stack.run(
                "run", "--no-input", "-q", "-t", "lab-one", "-c", "print('alive')", "python")
            #expect(still.output == "alive\n", "\(still)")
            let refused = try await stack.command(["start", "-t", "lab-two"] + request).run()
            #expect(refused.status != 0 && refused.error.contains("cuda.shares"), "\(refused)")

            // And come back.
            try "".write(toFile: directory + "/faults", atomically: true, encoding: .utf8)
            let again = try await Self.map(stack) { $0.allSatisfy { $0["healthy"] == true } }
            #expect(again.allSatisfy { $0["healthy"] == true }, "\(again)")
            let second = try await stack.command(["start", "-t", "lab-two"] + request).run()
            #expect(second.status == 0, "\(second)")
        }
    }

    @Test("an amount that no device gives is refused at the door, and a description that cannot be at the start")
    func refusals() async throws {
        try await Self.with { stack, directory in
            let odd = try await stack.run("start", "-r", "cuda.shares=0.25", "python")
            #expect(odd.status != 0 && odd.error.contains("is not a multiple of its quantum `0.1`"), "\(odd)")
            #expect(odd.error.contains("ask for cuda.shares=0.2 or cuda.shares=0.3"), "\(odd)")
            let table = try await stack.run("admin", "agent", "map")
            #expect(table.output.contains("GPU-2") && table.output.contains("works"), "\(table)")
            try "colour = 1".write(toFile: directory + "/wrong.toml", atomically: true, encoding: .utf8)
            let wrong = try await stack.run("local", "start", "--mock-accelerator", directory + "/wrong.toml")
            #expect(wrong.status == 1 && wrong.error.contains("unknown key `colour`"), "\(wrong)")
        }
    }
}
