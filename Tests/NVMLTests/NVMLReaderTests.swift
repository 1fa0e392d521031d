import Core
import Foundation
import TestSupport
import Testing

@testable import NVML

@Suite("NVML reader", .enabled(if: FakeNVML.compiler != nil, "needs a C compiler"))
struct NVMLReaderTests {
    private let first = DeviceID(rawValue: "GPU-11111111-2222-3333-4444-000000000000")
    private let second = DeviceID(rawValue: "GPU-11111111-2222-3333-4444-000000000001")

    /// A directory with directories of these names, as `/proc` has for processes.
    private func processes(_ pids: Int...) throws -> String {
        let root = FileManager.default.temporaryDirectory.appending(path: "proc-\(UUID().uuidString)").path
        for pid in pids {
            try FileManager.default.createDirectory(atPath: "\(root)/\(pid)", withIntermediateDirectories: true)
        }
        return root
    }

    @Test("a GPU is told by its UUID, with its memory but for the driver's, and with what is busy on it")
    func current() throws {
        let library = try FakeNVML("PIDS=100,200")
        let root = try processes(100, 200)
        defer { try? FileManager.default.removeItem(atPath: root) }
        var reader = try NVMLReader(library: library.path, processRoot: root)
        let reading = reader.reading()

        #expect(reading.problem == nil && reading.driver == "580.65.06" && reading.lost == 0)
        #expect(reading.gpus.map(\.uuid) == [first, second])
        var gpu = NVMLReading.GPU(uuid: first)
        (gpu.model, gpu.bus, gpu.node, gpu.units) = ("Fake H100", "0000:3b:00.0", 0, 16_896)
        (gpu.memory, gpu.memoryUsed, gpu.memoryReserved, gpu.percent) = (80 << 30, 2 << 30, 1 << 30, 42)
        gpu.processes = [DeviceProcess(pid: 100, memory: 5 << 30), DeviceProcess(pid: 200, memory: nil)]
        gpu.links = [DeviceLink(peer: second, kind: .bridge)]
        #expect(reading.gpus.first == gpu)
        #expect(reading.gpus.last?.node == 1 && reading.gpus.last?.processes == [])
    }

    @Test("a driver that lacks functions tells what it has, and the machine says where the GPU is")
    func old() throws {
        let library = try FakeNVML("OLD", "PIDS=7")
        let machine = FileManager.default.temporaryDirectory.appending(path: "sys-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: machine) }
        for (bus, node) in [("0000:3b:00.0", "1\n"), ("0000:5e:00.0", "-1\n")] {
            let directory = "\(machine)/bus/pci/devices/\(bus)"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try node.write(toFile: "\(directory)/numa_node", atomically: true, encoding: .utf8)
        }
        var reader = try NVMLReader(library: library.path, machineRoot: machine)
        let gpus = reader.reading().gpus

        #expect(gpus.map(\.node) == [1, nil])
        #expect(gpus.map(\.units) == [nil, nil] && gpus.map(\.links) == [[], []])
        #expect(gpus.map(\.memoryUsed) == [3 << 30, 3 << 30] && gpus.map(\.memoryReserved) == [nil, nil])
        #expect(gpus.first?.processes == [DeviceProcess(pid: 7, memory: 1 << 20)])
    }

    @Test("a driver that refuses the newer structure of memory is asked with the older one")
    func mismatch() throws {
        let library = try FakeNVML("MISMATCH", "NVLINK")
        var reader = try NVMLReader(library: library.path)
        let gpu = try #require(reader.reading().gpus.first)

        #expect(gpu.memory == 80 << 30 && gpu.memoryUsed == 3 << 30 && gpu.problem == nil)
        #expect(gpu.links == [DeviceLink(peer: second, kind: .nvlink)])
    }

    @Test("processes are found whichever of two distances a driver writes them at")
    func stride() throws {
        let library = try FakeNVML("WIDE", "PIDS=100,200,300")
        let root = try processes(100, 200, 300)
        defer { try? FileManager.default.removeItem(atPath: root) }
        var reader = try NVMLReader(library: library.path, processRoot: root)

        #expect(reader.reading().gpus.first?.processes.map(\.pid) == [100, 200, 300])
    }

    @Test("a GPU that is lost says so, while its neighbour goes on, and works again when it is back")
    func lost() throws {
        let library = try FakeNVML()
        var reader = try NVMLReader(library: library.path)
        try library.set("lost 1")
        #expect(reader.reading().gpus.map(\.problem) == [nil, "the GPU is lost: it fell off the bus"])
        try library.set("")
        #expect(reader.reading().gpus.map(\.problem) == [nil, nil])
    }

    @Test("what is no NVML, is too old, or does not start, is refused with the reason")
    func refused() throws {
        func reason(_ path: String) -> String? {
            do throws(NVMLReader.Failure) {
                _ = try NVMLReader(library: path)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(try #require(reason("/nonexistent/libnvidia-ml.so.1")).hasPrefix("cannot load NVML: "))
        let bare = try FakeNVML("BARE")
        #expect(reason(bare.path) == "`\(bare.path)` is no NVML that is new enough: it has no `nvmlDeviceGetCount_v2`")
        let library = try FakeNVML()
        try library.set("start 9")
        #expect(reason(library.path) == "the driver is not loaded")
    }
}
