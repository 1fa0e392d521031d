import CLinux
import Core
import Foundation
import Testing

@testable import Agent

/// A stack of sandboxes of its own: state directory, containers and cgroups are removed with it.
final class SandboxHarness: Sendable {
    let configuration: SandboxConfiguration
    let pool: BlockingPool
    let watch: ProcessWatch
    let sandboxes: Sandboxes

    /// Why sandboxes cannot be made here; nil if they can.
    static let obstacle: String? = {
        guard geteuid() == 0 else { return "needs root" }
        guard HostProgram.find("runc") != nil else { return "needs runc" }
        guard let layout = try? CgroupLayout.current(), layout.isWritable else { return "needs writable cgroups" }
        return nil
    }()

    static var isPossible: Bool { obstacle == nil }

    /// Prepares a stack.
    init(scratchKind: SandboxConfiguration.ScratchKind = .volume, state: String? = nil) async throws {
        // Process 1 of a container becomes ours when runc ends, as it becomes the agent's.
        bai_prctl(36, 1)
        let state = try state ?? Self.makeState()
        let stack = "test-" + state.split(separator: "-").suffix(1).joined()
        var configuration = SandboxConfiguration(
            state: state, owner: .init(agent: AgentID(rawValue: "i-test"), stack: stack),
            runner: try Self.writeRunner(in: state))
        configuration.scratchKind = scratchKind
        configuration.scratchSize = BinarySize(bytes: 64 << 20)
        self.configuration = configuration
        pool = try BlockingPool()
        watch = try ProcessWatch()
        sandboxes = try await Sandboxes(configuration, pool: pool, watch: watch)
    }

    /// A new agent over the same state.
    func restarted() async throws -> SandboxHarness {
        try await SandboxHarness(scratchKind: configuration.scratchKind, state: configuration.state)
    }

    static func makeState() throws -> String {
        let path = "/tmp/backend.ai-\(UUID().uuidString.lowercased().prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }

    var image: ImageReport {
        get throws { try #require(sandboxes.images.first { $0.name.hasPrefix("local/python:") }) }
    }

    func spec(memory: Int64 = 256 << 20) -> KernelSpec {
        KernelSpec(
            kernel: .random(), session: .random(), sessionName: "a-session", accessKey: AccessKey(rawValue: "AKIATEST"),
            image: "local/python", slots: ResourceSlots([.cpu: Quantity(thousandths: 500), .mem: Quantity(memory)]),
            sharedMemory: 16 << 20, environment: ["GREETING": "hello"], hostname: "main1")
    }

    func start(_ spec: KernelSpec) async throws -> Sandbox {
        try await sandboxes.start(spec, image: image)
    }

    /// Ends the stack, and finds what is left of it anywhere on the machine.
    func remove() async throws -> [String] {
        try await sandboxes.removeEverything()
        try SafeRemoval.remove(configuration.state)
        return try Self.traces(of: configuration)
    }

    static func traces(of configuration: SandboxConfiguration) throws -> [String] {
        var traces: [String] = []
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        traces += mounts.split(separator: "\n").filter { $0.contains(configuration.state) }.map(String.init)
        for hierarchy in try CgroupLayout.current().hierarchies {
            let path = hierarchy.mountPoint + configuration.owner.cgroupParent
            if access(path, F_OK) == 0 { traces.append(path) }
        }
        for path in [configuration.state, configuration.rootParent] where access(path, F_OK) == 0 {
            traces.append(path)
        }
        traces += try loopDevices(showing: configuration.state)
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int32(name) != nil {
            let text = (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)) ?? ""
            if text.contains(configuration.state) { traces.append("process \(name): \(text)") }
        }
        return traces
    }

    /// The kernel lets go of a device shortly after its last user.
    static func loopDevices(showing state: String) throws -> [String] {
        func shown() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "/sys/block").filter { name in
                let file = try? String(contentsOfFile: "/sys/block/\(name)/loop/backing_file", encoding: .utf8)
                return file?.contains(state) ?? false
            }
        }
        let deadline = ContinuousClock.now + .seconds(2)
        while try !shown().isEmpty, ContinuousClock.now < deadline { usleep(1000) }
        return try shown()
    }
}

extension Sandbox {
    /// Runs a shell script inside, as the user unless said otherwise, and answers what it printed.
    func run(_ script: String, asRoot: Bool = false) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: directory.socket.utf8) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        try writeAll(Array(((asRoot ? "r" : "u") + script).utf8), to: descriptor)
        shutdown(descriptor, Int32(SHUT_WR))
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 { output += chunk[..<count] }
        return String(decoding: output, as: UTF8.self)
    }
}

extension SandboxHarness {
    /// In place of the kernel runner: runs what it is sent, once per connection.
    private static let runner = """
        #!/usr/bin/python3 -IS
        import socket, subprocess, sys
        listener = socket.socket(fileno=3)
        listener.set_inheritable(False)
        while True:
            peer, _ = listener.accept()
            order = b''
            while chunk := peer.recv(65536):
                order += chunk
            identity = {} if order[:1] == b'r' else dict(user=1000, group=1000, extra_groups=[])
            done = subprocess.run(['/bin/sh', '-c', order[1:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, **identity)
            try:
                peer.sendall(done.stdout)
            except OSError:
                pass
            peer.close()
        """

    private static func writeRunner(in state: String) throws -> String {
        let path = "\(state)/runner"
        try runner.write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
        return path
    }
}
