import Core
import Synchronization

/// Tells whether a run's end was the memory limit's doing, from the group's counter of kills.
///
/// The runner only sees that its program was killed; the counter says by whom. A kill that hit a child of the
/// program leaves the program's own code standing and becomes a warning.
struct OutOfMemory: Sendable, Equatable {
    /// Kills before the run.
    let before: UInt64
    /// Kills after it.
    let after: UInt64
    /// The limit in bytes.
    let limit: Int64?
    /// The highest use in bytes.
    let peak: Int64?

    /// The result as the user is to see it.
    func amend(_ result: RunResult) -> RunResult {
        guard after > before else { return result }
        let sizes = [
            limit.map { "limit \(BinarySize(bytes: $0).humanized)" },
            peak.map { "peak \(BinarySize(bytes: $0).humanized)" },
        ]
        .compactMap { $0 }.joined(separator: ", ")
        if result.reason == .signalled, result.exitCode == 137 {
            let state = result.stateLost ? "; the interpreter was restarted and its state is gone" : ""
            return RunResult(
                exitCode: 137,
                reason: .outOfMemory,
                stateLost: result.stateLost,
                notice: "out of memory (\(sizes))\(state)"
            )
        }
        let warning = "warning: a child process was killed for lack of memory (\(sizes))"
        return RunResult(
            exitCode: result.exitCode,
            reason: result.reason,
            stateLost: result.stateLost,
            notice: [result.notice, warning].compactMap { $0 }.joined(separator: "; ")
        )
    }
}

/// What a kernel's memory group has done to its runs so far.
///
/// The group's files are the system's memory, no disk: reading one takes less time than handing the reading to another
/// thread, and it is done at the end of every run. A lock and not an actor, for the same reason.
final class OutOfMemoryWatch: Sendable {
    private let group: CgroupGroup
    // Kills when a run ended last.
    private let seen: Mutex<UInt64>

    /// Kills up to now are nobody's.
    init(_ group: CgroupGroup) {
        self.group = group
        seen = Mutex((try? group.oomKills()) ?? 0)
    }

    /// Whether there were kills since a run ended last.
    var hasKilled: Bool {
        guard let kills = try? group.oomKills() else { return false }
        return kills > seen.withLock { $0 }
    }

    /// A run's end, completed by what the group says.
    func amend(_ result: RunResult) -> RunResult {
        guard let after = try? group.oomKills() else { return result }
        let before = seen.withLock { seen in
            defer { seen = max(seen, after) }
            return seen
        }
        guard after > before else { return result }
        let memory = try? group.memoryStatistics()
        var amended = OutOfMemory(
            before: before,
            after: after,
            limit: memory?.limitBytes.map { Int64(clamping: $0) },
            peak: memory?.peakBytes.map { Int64(clamping: $0) }
        ).amend(result)
        amended.outputSince = result.outputSince
        return amended
    }
}
