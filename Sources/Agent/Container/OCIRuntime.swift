import CLinux
public import Core
import FoundationEssentials
import Glibc

/// Containers by an OCI runtime executable: `runc`, or one with the same command line.
///
/// Create and start are one call, `run --detach`: apart they cost a second start of the executable, 2 to 5 ms.
public struct OCIRuntime: ContainerRuntime {
    /// The executable.
    public let path: String
    /// The directory where the runtime keeps its state; each stack has its own, so that no other is listed.
    public let root: String
    let architecture: SystemCallArchitecture
    private let bundles: BundleText
    let pool: BlockingPool
    let watch: ProcessWatch
    let limit: Duration

    /// Finds the executable.
    ///
    /// - Parameters:
    ///   - program: A name that is looked up in the system's directories, or an absolute path.
    ///   - root: The directory of its state; made if it is not there.
    ///   - architecture: What system call filters are made for.
    ///   - pool: Where calls that block are made.
    ///   - watch: What tells of the runtime's end.
    ///   - limit: How long one call may take; a loaded machine needs seconds at times.
    /// - Throws: ``ContainerError/runtimeMissing(_:)``.
    public init(
        program: String = "runc",
        root: String,
        architecture: SystemCallArchitecture,
        pool: BlockingPool,
        watch: ProcessWatch,
        limit: Duration = .seconds(30)
    ) throws(ContainerError) {
        guard let path = program.hasPrefix("/") ? program : HostProgram.find(program), access(path, X_OK) == 0 else {
            throw .runtimeMissing(program)
        }
        do throws(SystemCallError) {
            try HostDirectory.create(root)
        } catch {
            throw .failed(error)
        }
        self.path = path
        self.root = root
        self.architecture = architecture
        bundles = BundleText(architecture: architecture)
        self.pool = pool
        self.watch = watch
        self.limit = limit
    }

    public func start(_ plan: BundlePlan, named name: String, listener: CInt) async throws(ContainerError) -> Int32 {
        let directory = plan.directory
        let run = try await attempt { () throws(SystemCallError) in
            try writeBundle(plan)
            let output = try Descriptor.open(directory.runnerLog, O_WRONLY | O_CREAT | O_APPEND)
            let arguments = [
                "run", "--detach", "--preserve-fds", "1", "--pid-file", directory.pidFile, "--bundle",
                directory.bundle, name,
            ]
            return ProgramRun(try program(arguments, log: directory.runtimeLog).start(output: output, extra: listener))
        }
        try await finish(run, "start", name, log: directory.runtimeLog)
        let text = try await attempt { () throws(SystemCallError) in try DurableFile.readText(directory.pidFile) }
        guard let pid = text.flatMap({ Int32($0) }) else {
            throw .refused(
                operation: "start", container: name, reason: "`\(directory.pidFile)` holds no process number")
        }
        return pid
    }

    /// Runs the plan's program to its end and answers what it printed.
    func output(of plan: BundlePlan, named name: String) async throws(ContainerError) -> String {
        let directory = plan.directory
        let output = try await attempt { () throws(SystemCallError) in
            try writeBundle(plan)
            return try Capture()
        }
        let run = try await attempt { () throws(SystemCallError) in
            let arguments = ["run", "--bundle", directory.bundle, name]
            return ProgramRun(try program(arguments, log: directory.runtimeLog).start(output: output.descriptor))
        }
        try await finish(run, "run", name, log: directory.runtimeLog)
        return try await attempt { () throws(SystemCallError) in try output.text() }
    }

    public func delete(_ name: String) async throws(ContainerError) {
        let log = "\(root)/delete-\(name).log"
        let run = try await attempt { () throws(SystemCallError) in
            let null = try Descriptor.open("/dev/null", O_WRONLY)
            return ProgramRun(try program(["delete", "--force", name], log: log).start(output: null))
        }
        defer { unlink(log) }
        try await finish(run, "delete", name, log: log)
    }

    public func containers() async throws(ContainerError) -> [ContainerReport] {
        let log = "\(root)/list.log"
        let output = try await attempt { () throws(SystemCallError) in try Capture() }
        let run = try await attempt { () throws(SystemCallError) in
            ProgramRun(try program(["list", "--format", "json"], log: log).start(output: output.descriptor))
        }
        defer { unlink(log) }
        try await finish(run, "list", "*", log: log)
        let text = try await attempt { () throws(SystemCallError) in try output.text() }
        return RuntimeList.containers(in: text)
    }

    private func program(_ arguments: [String], log: String) -> HostProgram {
        HostProgram(path: path, arguments: ["--root", root, "--log", log, "--log-format", "json"] + arguments)
    }

    private func writeBundle(_ plan: BundlePlan) throws(SystemCallError) {
        let path = "\(plan.directory.bundle)/config.json"
        // A bundle holds no value that JSON cannot take.
        guard let bytes = try? bundles.json(of: plan) else {
            throw SystemCallError(call: "encode", code: EINVAL, path: path)
        }
        try DurableFile.replace(path, with: bytes)
    }

    private func finish(
        _ run: ProgramRun, _ operation: String, _ container: String, log: String
    ) async throws(ContainerError) {
        let end = await run.end(within: limit, watch: watch)
        guard end != .exited(0) else { return }
        guard let end else { throw .timedOut(operation: operation, container: container) }
        let text = try await attempt { () throws(SystemCallError) in try DurableFile.readText(log) }
        let reason = text.flatMap(RuntimeLog.reason(in:)) ?? "the container runtime ended with \(end.exitCode)"
        throw .refused(operation: operation, container: container, reason: reason)
    }

    private func attempt<Value: Sendable>(
        _ body: @escaping @Sendable () throws(SystemCallError) -> Value
    ) async throws(ContainerError) -> Value {
        do throws(SystemCallError) {
            return try await pool.run(body)
        } catch {
            throw .failed(error)
        }
    }
}

/// What a program prints, in a file of memory.
private final class Capture: Sendable {
    let descriptor: Descriptor
    /// More than this is not read: it comes from programs that print a line or a list.
    private static let most = 16 << 20

    init() throws(SystemCallError) {
        descriptor = Descriptor(owning: try checked("memfd_create") { bai_memory_file("output") })
    }

    func text() throws(SystemCallError) -> String {
        let number = descriptor.number
        try checkedLibc("lseek") { lseek(number, 0, SEEK_SET) }
        var bytes: [UInt8] = []
        while bytes.count < Self.most {
            let chunk = try descriptor.read(upTo: 65_536)
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
