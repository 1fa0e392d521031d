import Core
import FoundationEssentials
import Testing

@testable import Agent

@Suite("BundlePlan")
struct BundlePlanTests {
    private let kernel = KernelID(rawValue: "11111111-2222-3333-4444-555555555555")

    private func plan(
        cpu: Int64 = 1500, memory: Int64 = 1 << 30, countsSwap: Bool = true, scratch: BundlePlan.Scratch = .volume,
        cpus: String? = nil, environment: [String: String] = [:], devices: [String: String] = [:]
    ) -> BundlePlan {
        BundlePlan(
            spec: KernelSpec(
                kernel: kernel, session: SessionID(rawValue: "s"), sessionName: "mine",
                accessKey: AccessKey(rawValue: "AKIATEST"), image: "local/python:3.11",
                slots: ResourceSlots([.cpu: Quantity(thousandths: cpu), .mem: Quantity(memory)]),
                sharedMemory: 64 << 20, environment: environment, hostname: "main1"),
            imageLabels: [
                "ai.backend.runtime-type": "python", "ai.backend.runtime-path": "/usr/bin/python3",
                "ai.backend.envs.corecount": "OMP_NUM_THREADS,NPROC",
            ],
            range: IDRange(base: 0x7000_0000),
            directory: KernelDirectory(kernel: kernel, state: "/state"),
            owner: .init(agent: AgentID(rawValue: "i-here"), stack: "abc"),
            host: .init(
                root: "/run/root", etc: "/state/etc", etcBinds: ["ssl/certs"], runner: "/lib/runner",
                openFileLimit: 20_000, lowestOOMScore: 0,
                countsSwap: countsSwap),
            scratch: scratch, cpus: cpus, deviceVariables: devices)
    }

    private func document(_ plan: BundlePlan) throws -> JSONValue {
        try JSONValue(parsing: try BundleText(architecture: .x86_64).json(of: plan))
    }

    @Test("every namespace is the kernel's own, and its ids are a range of the host's")
    func namespaces() {
        let linux = plan().specification.linux
        #expect(
            Set(linux.namespaces.map(\.type)) == ["pid", "mount", "ipc", "uts", "cgroup", "user", "network"])
        let mapping = OCILinux.Mapping(containerID: 0, hostID: 0x7000_0000, size: 65_536)
        #expect(linux.uidMappings == [mapping])
        #expect(linux.gidMappings == [mapping])
    }

    @Test("process 1 is the runner, with four capabilities in three sets and no way to new ones")
    func process() {
        let process = plan().process
        #expect(
            process.args.prefix(5) == [
                "/opt/backend.ai/bin/backend.ai-kernel-runner", "--listen", "3", "--runtime", "python",
            ])
        #expect(process.args.suffix(2) == ["--runtime-path", "/usr/bin/python3"])
        let rights = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL"]
        #expect(process.capabilities == .init(bounding: rights, effective: rights, permitted: rights))
        #expect(process.noNewPrivileges)
        #expect(process.user == .init(uid: 0, gid: 0))
        #expect(process.rlimits.first == .init(type: "RLIMIT_NOFILE", soft: 20_000, hard: 20_000))
    }

    @Test("programs find their accelerators' devices in the environment, whatever the user has set")
    func deviceVariables() {
        let plan = plan(environment: ["CUDA_VISIBLE_DEVICES": "all"], devices: ["CUDA_VISIBLE_DEVICES": "GPU-1"])
        #expect(plan.process.env.filter { $0.hasPrefix("CUDA") } == ["CUDA_VISIBLE_DEVICES=GPU-1"])
    }

    @Test("a program in the runner's place has no rights and no runner")
    func program() {
        var plan = plan()
        plan.program = ["/usr/bin/python3", "--version"]
        #expect(plan.process.args == ["/usr/bin/python3", "--version"])
        #expect(plan.process.user == .init(uid: 1000, gid: 1000))
        #expect(plan.process.capabilities == .init(bounding: [], effective: [], permitted: []))
        #expect(!plan.mounts.contains { $0.destination == BundlePlan.runnerPath })
    }

    @Test("no mount lets set-user-id programs or device nodes in, and what is bound from the host is read-only")
    func mounts() {
        for mount in plan().mounts {
            let isDevices = ["/dev", "/dev/pts"].contains(mount.destination)
            #expect(mount.options.contains("nosuid") || mount.options.contains("rnosuid"))
            #expect(isDevices || mount.options.contains("nodev") || mount.options.contains("rnodev"))
            if mount.type == "bind", mount.destination != "/home/work" {
                #expect(mount.options.contains("ro") || mount.options.contains("rro"), "\(mount.destination)")
            }
        }
        #expect(plan().mounts.first { $0.destination == "/usr" }?.options == ["rbind", "rro", "rnosuid", "rnodev"])
        #expect(!plan().mounts.contains { $0.destination.hasPrefix("/sys/fs/cgroup") })
    }

    @Test("only the scratch, the hosts file and the configuration of the kernel's directory are mounted")
    func directory() {
        let sources = plan().mounts.map(\.source).filter { $0.hasPrefix("/state/kernels") }
        let kernel = "/state/kernels/\(kernel.rawValue)"
        #expect(sources == ["\(kernel)/hosts", "\(kernel)/scratch", "\(kernel)/config"])
    }

    @Test(
        "the processor's quota and weight follow the slot",
        arguments: [(1500, 150_000, 1536), (1000, 100_000, 1024), (1, 1000, 2), (500_000, 50_000_000, 262_144)])
    func processor(thousandths: Int64, quota: Int64, shares: UInt64) {
        #expect(
            plan(cpu: thousandths).resources.cpu
                == .init(quota: quota, period: 100_000, shares: shares, cpus: nil))
        #expect(plan(cpus: "0-1").resources.cpu?.cpus == "0-1")
    }

    @Test("memory and swap together are the slot, where swap is counted")
    func memory() {
        #expect(plan().resources.memory == .init(limit: 1 << 30, swap: 1 << 30))
        #expect(plan(countsSwap: false).resources.memory == .init(limit: 1 << 30, swap: nil))
        #expect(plan(memory: 0).resources.memory == nil)
    }

    @Test("/tmp is at most half of the memory")
    func temporary() {
        func size(_ plan: BundlePlan) -> String? { plan.mounts.first { $0.destination == "/tmp" }?.options.last }
        #expect(size(plan(memory: 256 << 20)) == "size=\(128 << 20)")
        #expect(size(plan(memory: 64 << 30)) == "size=\(1 << 30)")
    }

    @Test("a scratch in memory belongs to the user of the sandbox")
    func memoryScratch() {
        let home = plan(scratch: .memory(BinarySize(bytes: 4096))).mounts.first { $0.destination == "/home/work" }
        #expect(home?.type == "tmpfs")
        #expect(home?.options == ["nosuid", "nodev", "mode=700", "uid=1000", "gid=1000", "size=4096"])
    }

    @Test("labels tell whose the container is")
    func labels() {
        let annotations = plan().specification.annotations
        #expect(annotations["ai.backend.kernel-id"] == kernel.rawValue)
        #expect(annotations["ai.backend.owner"] == "i-here")
        #expect(annotations["ai.backend.stack"] == "abc")
        #expect(plan().cgroupPath == "/backend.ai/abc/\(kernel.rawValue)")
    }

    @Test("the text has the names of the OCI specification and always a filter")
    func text() throws {
        let document = try document(plan())
        #expect(document["ociVersion"] == .string("1.0.2"))
        #expect(document["root"]?["readonly"] == .bool(true))
        #expect(document["process"]?["noNewPrivileges"] == .bool(true))
        #expect(document["linux"]?["seccomp"]?["defaultAction"] == .string("SCMP_ACT_ERRNO"))
        #expect(document["linux"]?["cgroupsPath"] == .string("/backend.ai/abc/\(kernel.rawValue)"))
    }

    @Test("a user can set HOME, but not pass for another session or steer the runner")
    func environment() {
        let environment = KernelEnvironment(
            spec: plan(environment: [
                "HOME": "/tmp", "BACKENDAI_SESSION_ID": "forged", "SWIFT_BACKTRACE": "enable=yes", "A=B": "c",
                "NUL": "a\0b", "NPROC": "7",
            ]).spec,
            imageLabels: plan().imageLabels
        ).values
        #expect(environment["HOME"] == "/tmp")
        #expect(environment["BACKENDAI_SESSION_ID"] == "s")
        #expect(environment["SWIFT_BACKTRACE"] == nil)
        #expect(environment["A=B"] == nil)
        #expect(environment["NUL"] == nil)
        #expect(environment["OMP_NUM_THREADS"] == "2")
        #expect(environment["NPROC"] == "7")
    }

    @Test("programs find their kernel's place among those of its session, alone or not")
    func cluster() {
        let names = ["ROLE", "SIZE", "IDX", "LOCAL_RANK", "HOST", "HOSTS", "REPLICAS"]
        func variables(_ place: ClusterPlace?, hostname: String) -> [String?] {
            let spec = KernelSpec(
                kernel: kernel, session: SessionID(rawValue: "s"), sessionName: "mine",
                accessKey: AccessKey(rawValue: "AKIATEST"), image: "local/python:3.11", slots: .none, sharedMemory: 0,
                environment: ["BACKENDAI_CLUSTER_SIZE": "100"], hostname: hostname, cluster: place)
            let values = KernelEnvironment(spec: spec, imageLabels: [:]).values
            return names.map { values["BACKENDAI_CLUSTER_" + $0] }
        }
        #expect(variables(nil, hostname: "main1") == ["main", "1", "1", "0", "main1", "main1", "main:1"])
        let hosts = ["main1", "worker1", "worker2"]
        let place = ClusterPlace(role: "worker", index: 2, rank: 2, hosts: hosts, replicas: "main:1,worker:2")
        #expect(
            variables(place, hostname: "worker2")
                == ["worker", "3", "2", "2", "worker2", "main1,worker1,worker2", "main:1,worker:2"])
    }
}
