import Core
import Glibc

/// How batch sessions have ended, on disk: a manager that was away then still learns it from the agent's next process.
///
/// An actor on a thread of its own, since files block.
actor EndingLog {
    /// Endings that are kept.
    private static let kept = 256

    private let directory: String
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Endings in files of `directory`.
    init(directory: String) throws(SystemCallError) {
        self.directory = directory
        executor = try ThreadExecutor()
        try Directory.create(directory)
    }

    deinit { executor.stop() }

    /// Writes one down; on a full disk it is lost with the process.
    func save(_ report: KernelReport) {
        guard let bytes = try? JSONValue(encoding: report).encoded else { return }
        let path = "\(directory)/\(report.kernel.rawValue).json"
        try? DurableFile.replace(path, with: Array(bytes))
        try? DurableFile.synchronize(path)
        prune()
    }

    /// All that are kept.
    func load() -> [KernelReport] {
        Directory.entries(directory).compactMap { name in
            guard name.hasSuffix(".json"), let bytes = try? DurableFile.read("\(directory)/\(name)") else { return nil }
            return try? JSONValue(parsing: bytes).decoded()
        }
    }

    private func prune() {
        let names = Directory.entries(directory)
        guard names.count > EndingLog.kept else { return }
        let byAge = names.map { (name: $0, time: modified($0)) }.sorted { $0.time < $1.time }
        for old in byAge.prefix(names.count - EndingLog.kept) { unlink("\(directory)/\(old.name)") }
    }

    private func modified(_ name: String) -> Int {
        var status = stat()
        return stat("\(directory)/\(name)", &status) == 0 ? status.st_mtim.tv_sec : 0
    }
}
