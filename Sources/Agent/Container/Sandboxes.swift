import CLinux
public import Core
import FoundationEssentials
import Glibc
import Synchronization

/// Makes and removes the sandboxes of one agent, each with its directory, ids, scratch, socket and container.
///
/// What it holds is rebuilt from recovery records, so that an agent that was killed goes on where it was.
public actor Sandboxes {
    /// The images that this machine has, as they were looked for last.
    public nonisolated var images: [ImageReport] { known.withLock { $0 } }
    /// Why there are none, if finding them failed.
    public nonisolated let imageProblem: ContainerError?

    nonisolated let base: SandboxBase
    private nonisolated let known: Mutex<[ImageReport]>
    private var ranges: IDRanges

    /// Prepares what all sandboxes share, and finds the kernels that an older agent has left running.
    ///
    /// Takes 20 ms; 100 ms the first time, when images are asked for their versions in sandboxes.
    public init(
        _ configuration: SandboxConfiguration, pool: BlockingPool, watch: ProcessWatch
    ) async throws(SandboxError) {
        let base = try await SandboxBase.prepare(configuration, pool: pool, watch: watch)
        self.base = base
        var ranges = try await base.blocking { () throws(SystemCallError) in
            try IDRanges.found(in: configuration.state)
        }
        let probing: IDRange
        do throws(IDRanges.Exhausted) {
            probing = try ranges.take()
        } catch {
            throw .noRange(error)
        }
        let (images, problem) = await base.discoverImages(in: probing)
        known = Mutex(images)
        imageProblem = problem
        ranges.release(probing)
        self.ranges = ranges
        await base.scratches?.fill()
    }

    /// Looks for images anew: languages may have been installed or removed.
    ///
    /// - Returns: What there is now; kernels that run keep what they have.
    /// - Throws: ``SandboxError`` when they could not be looked for; the known ones stay.
    public func rescanImages() async throws(SandboxError) -> [ImageReport] {
        let probing: IDRange
        do throws(IDRanges.Exhausted) {
            probing = try ranges.take()
        } catch {
            throw .noRange(error)
        }
        let (images, problem) = await base.discoverImages(in: probing)
        ranges.release(probing)
        if let problem { throw .container(problem) }
        known.withLock { $0 = images }
        return images
    }

    /// Makes a sandbox and starts its kernel runner.
    ///
    /// On failure nothing is left of it. The kernel must not have a sandbox already; see ``recover()``.
    ///
    /// - Parameters:
    ///   - spec: What is asked for.
    ///   - image: One of ``images``.
    ///   - cpus: The processors that are the kernel's own, as a list `0-1,4`; nil for a share of all.
    /// - Returns: The sandbox, whose runner may not have come to listening, but connections wait for it.
    /// - Throws: ``SandboxError``.
    public func start(
        _ spec: KernelSpec, image: ImageReport, cpus: String? = nil
    ) async throws(SandboxError) -> Sandbox {
        let range: IDRange
        do throws(IDRanges.Exhausted) {
            range = try ranges.take()
        } catch {
            throw .noRange(error)
        }
        do throws(SandboxError) {
            return try await base.start(spec, image: image, cpus: cpus, range: range)
        } catch {
            // Asked before anything is removed: the container runtime says nothing of use about a full disk.
            let isFull = await base.hasFullDisk()
            try? await remove(spec.kernel, range: range, process: nil)
            throw isFull ? .diskFull(base.configuration.state) : error
        }
    }

    /// Makes a sandbox begin anew: another container and another process 1, with the same files, ids and limits.
    ///
    /// On failure everything is removed. The sandbox is over, whether it was told to end or not.
    ///
    /// - Parameters:
    ///   - sandbox: The one that is over.
    ///   - spec: What was asked for.
    ///   - image: One of ``images``.
    ///   - generation: How often it has been restarted then.
    /// - Returns: Its successor.
    /// - Throws: ``SandboxError``.
    public func restart(
        _ sandbox: Sandbox, _ spec: KernelSpec, image: ImageReport, generation: Int
    ) async throws(SandboxError) -> Sandbox {
        do throws(SandboxError) {
            try await base.removeContainer(of: sandbox.kernel, process: sandbox.process)
            return try await base.startAgain(spec, image: image, range: sandbox.range, generation: generation)
        } catch {
            let isFull = await base.hasFullDisk()
            try? await remove(sandbox.kernel, range: sandbox.range, process: nil)
            throw isFull ? .diskFull(base.configuration.state) : error
        }
    }

    /// Removes all of a sandbox: processes, container, groups, mount, loop device, directory, ids.
    ///
    /// Can be repeated; goes on past what fails, and reports the first failure.
    public func remove(_ sandbox: Sandbox) async throws(SandboxError) {
        try await remove(sandbox.kernel, range: sandbox.range, process: sandbox.process)
    }

    /// Removes what there is of a kernel, known or not.
    public func remove(_ kernel: KernelID) async throws(SandboxError) {
        let directory = KernelDirectory(kernel: kernel, state: base.configuration.state)
        let record = try await base.blocking { () throws(SystemCallError) in try RecoveryRecord.load(from: directory) }
        try await remove(kernel, range: record?.range, process: nil)
    }

    private func remove(_ kernel: KernelID, range: IDRange?, process: SandboxProcess?) async throws(SandboxError) {
        try await base.remove(kernel, process: process)
        // Only now is nothing left that belongs to the ids.
        if let range { ranges.release(range) }
    }

    /// What an older agent has left: call it once, before the first start.
    ///
    /// - Returns: Each kernel that has a directory or a container, alive or not.
    public func recover() async throws(SandboxError) -> [RecoveredSandbox] {
        try await base.recover()
    }

    /// Removes every trace of this stack's sandboxes, whatever state they are in.
    ///
    /// Goes on past what fails.
    ///
    /// - Throws: ``SandboxError`` of the first failure.
    public func removeEverything() async throws(SandboxError) {
        var failure: SandboxError?
        do throws(SandboxError) {
            for recovered in try await recover() {
                do throws(SandboxError) {
                    try await remove(
                        recovered.kernel, range: recovered.record?.range, process: recovered.running?.process)
                } catch {
                    failure = failure ?? error
                }
            }
        } catch {
            failure = failure ?? error
        }
        do throws(SandboxError) {
            try await base.removeShared()
        } catch {
            failure = failure ?? error
        }
        if let failure { throw failure }
    }

    /// Gives back what is kept ready for the next start; the sandboxes stay.
    public func close() async {
        await base.scratches?.close()
    }

    /// The ranges in use, for tests and the like.
    public var rangesInUse: [IDRange] { ranges.inUse }
}

extension IDRanges {
    /// The ranges that are free beside the host's own users and the kernels that have a directory.
    ///
    /// Blocks.
    static func found(in state: String) throws(SystemCallError) -> IDRanges {
        var users: [String] = []
        var subordinates: [String] = []
        for name in ["/etc/passwd", "/etc/group"] { users += try DurableFile.readText(name).map { [$0] } ?? [] }
        for name in ["/etc/subuid", "/etc/subgid"] { subordinates += try DurableFile.readText(name).map { [$0] } ?? [] }
        var ranges = IDRanges(users: users, subordinates: subordinates)
        for kernel in try KernelDirectory.kernels(state: state) {
            let directory = KernelDirectory(kernel: kernel, state: state)
            if let record = try RecoveryRecord.load(from: directory) { ranges.adopt(record.range) }
        }
        return ranges
    }
}
