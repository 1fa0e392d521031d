import CLinux
import Core
import FoundationEssentials
import Glibc

/// What the sandboxes of an agent share: nothing in it changes once it is prepared.
struct SandboxBase: Sendable {
    let configuration: SandboxConfiguration
    let runtime: OCIRuntime
    let host: BundlePlan.Host
    let layout: CgroupLayout
    /// Where scratches come from; nil where they are in memory.
    let scratches: ScratchPool?
    let pool: BlockingPool
    let watch: ProcessWatch

    /// What the records, sockets and logs of one sandbox may need on disk, in bytes.
    private static let leastRoom: UInt = 256 << 10

    /// Checks the machine and makes what is missing.
    static func prepare(
        _ configuration: SandboxConfiguration, pool: BlockingPool, watch: ProcessWatch
    ) async throws(SandboxError) -> SandboxBase {
        guard geteuid() == 0 else { throw .notRoot }
        guard let architecture = SystemCallArchitecture.current else { throw .unsupportedArchitecture }
        let layout = try await pool.layout()
        let runtime: OCIRuntime
        do throws(ContainerError) {
            runtime = try OCIRuntime(
                program: configuration.runtime, root: configuration.runtimeRoot, architecture: architecture,
                pool: pool, watch: watch)
        } catch {
            throw .container(error)
        }
        let host = try await pool.attempt { () throws(SystemCallError) in
            try HostDirectory.create(KernelDirectory.parent(state: configuration.state))
            try HostDirectory.create(configuration.shared)
            return try BundlePlan.Host.found(configuration, layout: layout)
        }
        let scratch = ScratchPreparation(configuration: configuration, pool: pool, watch: watch)
        return SandboxBase(
            configuration: configuration, runtime: runtime, host: host, layout: layout,
            scratches: try await scratch.volumes(), pool: pool, watch: watch)
    }

    /// Runs calls of ours on the pool.
    func blocking<Value: Sendable>(
        _ body: @escaping @Sendable () throws(SystemCallError) -> Value
    ) async throws(SandboxError) -> Value {
        try await pool.attempt(body)
    }

    /// Whether the state directory has no room for the small files of one more sandbox.
    func hasFullDisk() async -> Bool {
        let state = configuration.state
        return await pool.run {
            var status = statvfs()
            return statvfs(state, &status) == 0 && status.f_bavail * status.f_frsize < Self.leastRoom
        }
    }

    /// A plan for a kernel that has its ids.
    func plan(_ spec: KernelSpec, image: ImageReport, cpus: String?, range: IDRange) -> BundlePlan {
        BundlePlan(
            spec: spec,
            imageLabels: image.labels,
            range: range,
            directory: KernelDirectory(kernel: spec.kernel, state: configuration.state),
            owner: configuration.owner,
            host: host,
            limits: configuration.limits,
            cpus: cpus,
            deviceVariables: configuration.accelerators.reduce(into: [:]) { variables, accelerator in
                variables.merge(accelerator.environment(for: spec.devices ?? [])) { _, new in new }
            }
        )
    }

    func group(of kernel: KernelID) throws(SandboxError) -> CgroupGroup {
        do throws(CgroupError) {
            return try CgroupGroup(
                layout: layout, path: "\(configuration.owner.cgroupParent)/\(kernel.rawValue)")
        } catch {
            throw .cgroup(error)
        }
    }
}

extension BlockingPool {
    /// Runs calls of ours.
    func attempt<Value: Sendable>(
        _ body: @escaping @Sendable () throws(SystemCallError) -> Value
    ) async throws(SandboxError) -> Value {
        do throws(SystemCallError) {
            return try await run(body)
        } catch {
            throw .failed(error)
        }
    }

    /// The cgroup hierarchies, if limits can be set in them.
    fileprivate func layout() async throws(SandboxError) -> CgroupLayout {
        let layout: CgroupLayout
        do throws(CgroupError) {
            layout = try await run { () throws(CgroupError) in try CgroupLayout.current() }
        } catch {
            throw .cgroup(error)
        }
        if let problem = await run({ layout.problems().first }) { throw .noCgroups(problem) }
        return layout
    }
}

extension BundlePlan.Host {
    /// Number of CAP_SYS_RESOURCE (capabilities(7)), without which no process is made less likely to be killed.
    private static let resourceCapability: UInt32 = 24
    /// What the runner gets where that is allowed; the last resort before services of the machine.
    private static let protectedScore = -900

    /// Looks at the machine and makes the directories that all sandboxes share.
    ///
    /// Blocks.
    static func found(
        _ configuration: SandboxConfiguration, layout: CgroupLayout
    ) throws(SystemCallError) -> BundlePlan.Host {
        let limit = bai_open_file_limit()
        let score = try DurableFile.readText("/proc/self/oom_score_adj").flatMap {
            Int($0.split(whereSeparator: \.isWhitespace).first ?? "")
        }
        let hostEtc = HostEtc(source: "/etc")
        let etc = try hostEtc.prepare(in: configuration.shared)
        if try KernelDirectory.kernels(state: configuration.state).isEmpty {
            try HostEtc.removeOthers(than: etc, in: configuration.shared)
        }
        let legacy = layout.version == .v2 ? nil : layout.mountPoint(of: .memory)
        return BundlePlan.Host(
            root: try HostRoot.prepare(in: configuration.rootParent),
            etc: etc,
            etcBinds: hostEtc.binds,
            binds: HostRoot.binds,
            runner: configuration.runner,
            openFileLimit: limit > 0 ? UInt64(limit) : 1024,
            lowestOOMScore: bai_has_capability(resourceCapability) == 1 ? protectedScore : score ?? 0,
            // On v1 the file is missing where swap is not counted; on v2 runc minds the difference itself.
            countsSwap: legacy.map { access("\($0)/memory.memsw.limit_in_bytes", F_OK) == 0 } ?? true
        )
    }
}
