import Core
import FoundationEssentials
import Glibc

extension SandboxBase {
    /// Makes and starts one sandbox.
    ///
    /// On failure something may be left.
    func start(
        _ spec: KernelSpec, image: ImageReport, cpus: String?, range: IDRange
    ) async throws(SandboxError) -> Sandbox {
        let plan = plan(spec, image: image, cpus: cpus, range: range)
        var record = RecoveryRecord(
            spec: spec, range: range, container: spec.kernel.rawValue, image: image.name,
            created: Date().timeIntervalSince1970)
        let listener = try await prepare(plan, record)
        let sandbox = try await launch(plan, &record, listener)
        await scratches?.fill()
        return sandbox
    }

    /// Starts a sandbox that has ended once more, in the directory that it had.
    ///
    /// On failure something may be left.
    func startAgain(
        _ spec: KernelSpec, image: ImageReport, range: IDRange, generation: Int
    ) async throws(SandboxError) -> Sandbox {
        let plan = plan(spec, image: image, cpus: nil, range: range)
        let directory = plan.directory
        let (listener, found) = try await blocking { () throws(SystemCallError) in
            var record = try RecoveryRecord.load(from: directory)
            record?.generation = generation
            record?.pid = nil
            try record?.write(in: directory)
            return (ListeningSocket(try RunnerSocket.listen(at: directory.socket)), record)
        }
        var record =
            found
            ?? RecoveryRecord(
                spec: spec, range: range, container: spec.kernel.rawValue, image: image.name,
                created: Date().timeIntervalSince1970)
        record.generation = generation
        return try await launch(plan, &record, listener)
    }

    private func launch(
        _ plan: BundlePlan, _ record: inout RecoveryRecord, _ listener: ListeningSocket
    ) async throws(SandboxError) -> Sandbox {
        let directory = plan.directory
        // The disk need not be waited for: after a loss of power no kernel runs that the record could be about.
        let saved = Task { [pool] in
            try? await pool.run { () throws(SystemCallError) in try RecoveryRecord.synchronize(in: directory) }
        }
        let process: SandboxProcess
        do throws(ContainerError) {
            let pid = try await runtime.start(plan, named: record.container, listener: listener.number)
            process = try adopting(pid)
        } catch {
            await saved.value
            throw .container(error)
        }
        await saved.value
        record.pid = process.pid
        try await save(record, in: directory)
        return Sandbox(
            kernel: plan.spec.kernel, container: record.container, process: process, directory: directory,
            group: try group(of: plan.spec.kernel), range: plan.range)
    }

    private func adopting(_ pid: Int32) throws(ContainerError) -> SandboxProcess {
        do throws(SystemCallError) {
            return try SandboxProcess(pid: pid, watch: watch)
        } catch {
            throw .failed(error)
        }
    }

    /// All that needs no container, in one visit to the pool.
    private func prepare(_ plan: BundlePlan, _ record: RecoveryRecord) async throws(SandboxError) -> ListeningSocket {
        let ready = await scratches?.take()
        let template = scratches?.template
        let memory = configuration.scratchSize
        return try await blocking { () throws(SystemCallError) in
            defer {
                // Nothing is mounted there any more, unless a step before the move has failed.
                if let ready {
                    try? MountPoint.unmount(ready)
                    rmdir(ready)
                }
            }
            try Self.checkRunner(plan.host.runner)
            try plan.directory.create(
                hostname: plan.spec.hostname, bootstrap: plan.spec.bootstrapScript, dotfiles: plan.spec.dotfiles,
                resources: plan.spec.devices == nil ? nil : KernelDevices(spec: plan.spec).text)
            // The record comes first: from now on the ids are found again after a crash.
            try record.write(in: plan.directory)
            if let template {
                if let ready {
                    try ScratchVolume.move(from: ready, to: plan.directory.scratch)
                } else {
                    try ScratchVolume.make(from: template, on: plan.directory.scratch)
                }
            } else {
                try ScratchVolume.makeInMemory(memory, on: plan.directory.scratch)
            }
            try ScratchVolume.handOver(plan.directory.scratch, to: plan.range)
            return ListeningSocket(try RunnerSocket.listen(at: plan.directory.socket))
        }
    }

    /// The runtime has no words for a bind whose source is missing, or that its root may not execute.
    private static func checkRunner(_ path: String) throws(SystemCallError) {
        var status = stat()
        try checkedLibc("find the kernel runner", path: path) { stat(path, &status) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o005 == 0o005 else {
            throw SystemCallError(call: "execute for all users", code: EACCES, path: path)
        }
    }

    private func save(_ record: RecoveryRecord, in directory: KernelDirectory) async throws(SandboxError) {
        try await blocking { () throws(SystemCallError) in try record.write(in: directory) }
    }
}

/// A descriptor that can pass between tasks, closed with its last reference.
private final class ListeningSocket: Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    var number: CInt { descriptor.number }
}
