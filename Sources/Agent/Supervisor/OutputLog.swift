import Core
import Glibc
import Synchronization

/// What kernels' programs have written, on disk; the last megabyte or two of each.
///
/// An actor on a thread of its own, since files block.
actor OutputLog {
    /// When a file is as long as this, it becomes the older one, and a new one begins.
    private static let turn = 1 << 20
    /// Logs of ended kernels that are kept.
    private static let keptLogs = 256
    /// How long output may wait to be written together: what an agent that is killed loses of the log.
    private static let delay = Duration.milliseconds(50)

    private let archive: String
    // What is not written yet, by the path of the log; the last megabyte of each. Under a lock, since whoever adds to it
    // passes output on and has no time to wait for files.
    private let waiting = Mutex<[String: [UInt8]]>([:])
    private nonisolated let executor: ThreadExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Logs whose ended kernels' files lie in `archive`.
    init(archive: String) throws(SystemCallError) {
        self.archive = archive
        executor = try ThreadExecutor()
        try Directory.create(archive)
    }

    deinit { executor.stop() }

    /// Adds what a program wrote.
    ///
    /// It is written a moment later, so that a flood costs no more than what is kept of it. A log that cannot be written
    /// loses it: a full disk must not stop the program.
    nonisolated func append(_ bytes: some Collection<UInt8> & Sendable, to directory: KernelDirectory) {
        let path = directory.log
        let isFirst = waiting.withLock { waiting in
            let isFirst = waiting[path] == nil
            waiting[path, default: []] += bytes
            if let count = waiting[path]?.count, count > 2 * OutputLog.turn {
                waiting[path]?.removeFirst(count - OutputLog.turn)
            }
            return isFirst
        }
        guard isFirst else { return }
        Task {
            try? await Task.sleep(for: OutputLog.delay)
            await flush(path)
        }
    }

    private func flush(_ path: String) {
        guard let bytes = waiting.withLock({ $0.removeValue(forKey: path) }),
            let file = try? Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW)
        else { return }
        try? file.write(bytes)
        var status = stat()
        if fstat(file.number, &status) == 0, Int(status.st_size) >= OutputLog.turn {
            rename(path, path + ".old")
        }
    }

    /// What is kept of a kernel's output, living or ended.
    func read(_ kernel: KernelID, _ directory: KernelDirectory) -> [UInt8] {
        flush(directory.log)
        for path in [directory.log, archived(kernel)] {
            let bytes = OutputLog.content(path + ".old") + OutputLog.content(path)
            if !bytes.isEmpty { return bytes }
        }
        return []
    }

    /// Moves an ended kernel's log to where its directory's removal does not reach it.
    func archive(_ kernel: KernelID, _ directory: KernelDirectory) {
        flush(directory.log)
        for suffix in ["", ".old"] { rename(directory.log + suffix, archived(kernel) + suffix) }
        prune()
    }

    private func archived(_ kernel: KernelID) -> String { "\(archive)/\(kernel.rawValue).log" }

    /// Drops the oldest logs beyond the number kept.
    private func prune() {
        // A log that has just turned has an older file alone.
        let entries = Directory.entries(archive).map { $0.hasSuffix(".old") ? String($0.dropLast(4)) : $0 }
        let logs = Set(entries.filter { $0.hasSuffix(".log") })
        guard logs.count > OutputLog.keptLogs else { return }
        let byAge = logs.map { (name: $0, time: modified($0)) }.sorted { $0.time < $1.time }
        for log in byAge.prefix(logs.count - OutputLog.keptLogs) {
            unlink("\(archive)/\(log.name)")
            unlink("\(archive)/\(log.name).old")
        }
    }

    /// When an archived log was written to last, in seconds since 1970.
    private func modified(_ name: String) -> Int {
        ["", ".old"].map { suffix in
            var status = stat()
            return stat("\(archive)/\(name)\(suffix)", &status) == 0 ? status.st_mtim.tv_sec : 0
        }.max() ?? 0
    }

    private static func content(_ path: String) -> [UInt8] {
        guard let text = try? DurableFile.read(path) else { return [] }
        return text
    }
}
