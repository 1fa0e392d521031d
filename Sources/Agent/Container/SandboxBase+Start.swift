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
        let directory = plan.directory
        var record = RecoveryRecord(
            spec: spec, range: range, container: spec.kernel.rawValue, image: image.name,
            created: Date().timeIntervalSince1970)
        let listener = try await prepare(plan, record)
        // The disk need not be waited for: after a loss of power no kernel runs that the record could be about.
        let saved = Task { [record, pool] in
            try? await pool.run { () throws(SystemCallError) in try RecoveryRecord.synchronize(in: directory) }
            return record
        }
        let process: SandboxProcess
        do throws(ContainerError) {
            let pid = try await runtime.start(plan, named: record.container, listener: listener.number)
            process = try adopting(pid)
        } catch {
            _ = await saved.value
            throw .container(error)
        }
        record = await saved.value
        record.pid = process.pid
        try await save(record, in: directory)
        await scratches?.fill()
        return Sandbox(
            kernel: spec.kernel, container: record.container, process: process, directory: directory,
            group: try group(of: spec.kernel), range: range)
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
                hostname: plan.spec.hostname, bootstrap: plan.spec.bootstrapScript, dotfiles: plan.spec.dotfiles)
            // The record comes first: from now on the ids are found again after a crash.
            try record.write(in: plan.directory)
            if let template {
                if let ready {
                    try ScratchVolume.move(from: ready, to: plan.directory.scratch)
                } else {
                    try ScratchVolume.make(from: template, on: plan.directory.scratch)
                }
                try ScratchVolume.handOver(plan.directory.scratch, to: plan.range)
            }
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
