import Core
import FoundationEssentials
import Glibc
import Testing

@testable import Agent

@Suite("KernelDirectory")
struct KernelDirectoryTests {
    private let spec = KernelSpec(
        kernel: .random(), session: .random(), sessionName: "n", accessKey: AccessKey(rawValue: "AKIATEST"),
        image: "local/python:3.11", slots: ResourceSlots([.cpu: Quantity(1)]), sharedMemory: 0,
        environment: ["A": "ü"], hostname: "main1")

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("it is closed to others, and only what the sandbox reads is open inside")
    func modes() throws {
        let state = try TemporaryDirectory()
        let directory = KernelDirectory(kernel: spec.kernel, state: state.path)
        try directory.create(hostname: "main1")
        try directory.create(hostname: "main1")
        #expect(mode(directory.path) == 0o700)
        #expect(mode(directory.scratch) == 0o700)
        #expect(mode(directory.configuration) == 0o755)
        #expect(mode(directory.hosts) == 0o644)
        #expect(try KernelDirectory.kernels(state: state.path) == [spec.kernel])
        try directory.remove()
        try directory.remove()
        #expect(try KernelDirectory.kernels(state: state.path) == [])
    }

    @Test("a record is read back as it was written")
    func record() throws {
        let state = try TemporaryDirectory()
        let directory = KernelDirectory(kernel: spec.kernel, state: state.path)
        try directory.create(hostname: "main1")
        #expect(try RecoveryRecord.load(from: directory) == nil)
        var record = RecoveryRecord(
            spec: spec, range: IDRange(base: 0x7000_0000), container: "c", image: "local/python:3.11", created: 1.5)
        try record.write(in: directory)
        record.pid = 77
        try record.write(in: directory)
        try RecoveryRecord.synchronize(in: directory)
        #expect(try RecoveryRecord.load(from: directory) == record)
        #expect(mode(directory.recovery) == 0o600)
    }

    @Test("a broken record is as good as none")
    func broken() throws {
        let state = try TemporaryDirectory()
        let directory = KernelDirectory(kernel: spec.kernel, state: state.path)
        try state.write("{\"spec\":", to: "kernels/\(spec.kernel.rawValue)/recovery.json")
        #expect(try RecoveryRecord.load(from: directory) == nil)
    }

    @Test("names that are no kernel's are passed over")
    func strangers() throws {
        let state = try TemporaryDirectory()
        try state.write("", to: "kernels/lost+found/x")
        #expect(try KernelDirectory.kernels(state: state.path) == [])
        #expect(try KernelDirectory.kernels(state: "\(state.path)/none") == [])
    }
}
