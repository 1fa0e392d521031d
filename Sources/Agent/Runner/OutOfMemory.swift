import Core

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
