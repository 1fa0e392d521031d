import Core
import Glibc

extension SandboxBase {
    /// Removes all of a kernel's sandbox; goes on past what fails, and throws the first failure.
    func remove(_ kernel: KernelID, process: SandboxProcess?) async throws(SandboxError) {
        var failures = Failures()
        await failures.collect { () throws(SandboxError) in
            try await removeContainer(of: kernel, process: process)
        }
        let directory = KernelDirectory(kernel: kernel, state: configuration.state)
        await failures.collect { () throws(SandboxError) in
            try await blocking { () throws(SystemCallError) in try directory.remove() }
        }
        try failures.check()
    }

    /// Removes a kernel's processes, container and groups; its directory stays.
    ///
    /// Goes on past what fails, and throws the first failure.
    func removeContainer(of kernel: KernelID, process: SandboxProcess?) async throws(SandboxError) {
        var failures = Failures()
        let group = try group(of: kernel)
        await failures.collect { () throws(SandboxError) in
            try await cgroup { () throws(CgroupError) in try group.kill() }
        }
        // A process that nobody has reaped keeps its groups, and its namespaces their mounts.
        if let process {
            try? process.send(SIGKILL)
            _ = await process.end()
        }
        await failures.collect { () throws(SandboxError) in
            do throws(ContainerError) {
                try await runtime.delete(kernel.rawValue)
            } catch {
                throw .container(error)
            }
        }
        await failures.collect { () throws(SandboxError) in
            try await cgroup { () throws(CgroupError) in try group.remove() }
        }
        try failures.check()
    }

    /// Finds what an older agent has left.
    func recover() async throws(SandboxError) -> [RecoveredSandbox] {
        let state = configuration.state
        let known = try await blocking { () throws(SystemCallError) in try KernelDirectory.kernels(state: state) }
        let containers: [ContainerReport]
        do throws(ContainerError) {
            containers = try await runtime.containers()
        } catch {
            throw .container(error)
        }
        var recovered: [RecoveredSandbox] = []
        for kernel in Set(known).union(containers.compactMap(\.kernel)).sorted() {
            recovered.append(try await recover(kernel, containers.first { $0.kernel == kernel }))
        }
        return recovered
    }

    private func recover(
        _ kernel: KernelID, _ container: ContainerReport?
    ) async throws(SandboxError) -> RecoveredSandbox {
        let directory = KernelDirectory(kernel: kernel, state: configuration.state)
        let record = try await blocking { () throws(SystemCallError) in try RecoveryRecord.load(from: directory) }
        var running: Sandbox?
        // A process that ends just now is as if it had ended before.
        if let record, let container, let pid = container.pid, let process = try? SandboxProcess(pid: pid, watch: watch)
        {
            running = Sandbox(
                kernel: kernel, container: container.name, process: process, directory: directory,
                group: try group(of: kernel), range: record.range)
        }
        return RecoveredSandbox(kernel: kernel, record: record, directory: directory, running: running)
    }

    /// Removes what all sandboxes share.
    ///
    /// No kernel may be left.
    func removeShared() async throws(SandboxError) {
        var failures = Failures()
        let configuration = configuration
        await scratches?.close()
        for path in [configuration.rootParent, configuration.shared, configuration.runtimeRoot] {
            await failures.collect { () throws(SandboxError) in
                try await blocking { () throws(SystemCallError) in try SafeRemoval.remove(path) }
            }
        }
        await failures.collect { () throws(SandboxError) in
            try await blocking { () throws(SystemCallError) in
                try SafeRemoval.remove(KernelDirectory.parent(state: configuration.state))
            }
        }
        // Shared with other stacks, so only if this was the last one.
        rmdir("/run/backend.ai")
        let layout = layout
        await failures.collect { () throws(SandboxError) in
            try await cgroup { () throws(CgroupError) in
                try CgroupGroup(layout: layout, path: configuration.owner.cgroupParent).remove()
                for hierarchy in layout.hierarchies { rmdir("\(hierarchy.mountPoint)/backend.ai") }
            }
        }
        try failures.check()
    }

    func cgroup(_ body: @escaping @Sendable () throws(CgroupError) -> Void) async throws(SandboxError) {
        do throws(CgroupError) {
            try await pool.run(body)
        } catch {
            throw .cgroup(error)
        }
    }
}

/// The first failure of steps that do not depend on one another.
private struct Failures {
    private var first: SandboxError?

    mutating func collect(_ step: () async throws(SandboxError) -> Void) async {
        do throws(SandboxError) {
            try await step()
        } catch {
            first = first ?? error
        }
    }

    func check() throws(SandboxError) {
        if let first { throw first }
    }
}
