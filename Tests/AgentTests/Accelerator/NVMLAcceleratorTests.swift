import Core
import Foundation
import Logging
import TestSupport
import Testing

@testable import Agent

@Suite(
    "NVML accelerator", .enabled(if: FakeNVML.compiler != nil, "needs a C compiler"), .serialized,
    .timeLimit(.minutes(1)))
struct NVMLAcceleratorTests {
    /// Waits until the accelerator says what is expected; the test's time limit ends what never comes.
    private static func wait(
        for accelerator: NVMLAccelerator, until isExpected: (Result<[DeviceReport], AcceleratorFailure>) -> Bool
    ) async throws {
        while true {
            let answer: Result<[DeviceReport], AcceleratorFailure>
            do throws(AcceleratorFailure) {
                answer = .success(try await accelerator.devices())
            } catch {
                answer = .failure(error)
            }
            if isExpected(answer) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func with(
        _ library: String, deadline: Duration = .seconds(20), _ body: (NVMLAccelerator) async throws -> Void
    ) async throws {
        let accelerator = try NVMLAccelerator(
            library: library, program: TestMachine.programs + "/backend.ai-agent", deadline: deadline,
            interval: .milliseconds(20), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await accelerator.run() }
        defer { running.cancel() }
        try await body(accelerator)
        running.cancel()
        try await running.value
    }

    @Test("GPUs are whole devices, and one that fails says so in the next reading")
    func devices() async throws {
        let library = try FakeNVML()
        try await Self.with(library.path) { accelerator in
            try await Self.wait(for: accelerator) { (try? $0.get().count) == 2 }
            let devices = try await accelerator.devices()
            #expect(devices.map(\.slot.rawValue) == ["cuda.device", "cuda.device"])
            #expect(devices.map(\.memory) == [80 << 30, 80 << 30] && devices.map(\.node) == [0, 1])
            #expect(await accelerator.usage().map(\.percent) == [42, 42])
            try library.set("lost 0")
            try await Self.wait(for: accelerator) { (try? $0.get().map { $0.problem == nil }) == [false, true] }
        }
    }

    @Test("a call that never returns costs a probe, not the agent, and the next probe reads again")
    func hang() async throws {
        let library = try FakeNVML()
        try library.set("hang")
        try await Self.with(library.path, deadline: .seconds(2)) { accelerator in
            let silence = AcceleratorFailure("NVML does not answer; a GPU may be lost")
            try await Self.wait(for: accelerator) { $0 == .failure(silence) }
            try library.set("")
            try await Self.wait(for: accelerator) { (try? $0.get().count) == 2 }
        }
    }

    @Test("a machine without NVML has no GPUs, for the reason that the loader gives")
    func absent() async throws {
        try await Self.with("/nonexistent/libnvidia-ml.so.1") { accelerator in
            try await Self.wait(for: accelerator) { answer in
                if case .failure(let failure) = answer { return failure.description.hasPrefix("cannot load NVML: ") }
                return false
            }
        }
    }
}
