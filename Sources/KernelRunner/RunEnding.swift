import Core

extension RunResult {
    /// The result of a run that was ended because it had taken `limit` seconds.
    func timedOut(after limit: Double) -> RunResult {
        let seconds = limit == limit.rounded() ? "\(Int(limit))" : "\(limit)"
        let lost = stateLost ? "; it did not stop when it was interrupted, so the state of earlier runs is lost" : ""
        return RunResult(
            exitCode: 124, reason: .timedOut, stateLost: stateLost,
            notice: "the run took longer than its limit of \(seconds) s" + lost)
    }
}

/// What is known about the end of an interpreter, and what follows for the run in progress.
struct RunEnding: Equatable {
    /// Why the runner ended the interpreter itself.
    enum Intervention: Equatable {
        /// The code did not stop at the first interrupt.
        case interrupt
        /// The driver said something that no driver says.
        case brokenProtocol
    }

    /// How the process ended.
    let end: ProcessEnd
    /// What the runner did, if it did anything.
    var intervention: Intervention?
    /// Whether the run was interrupted.
    var wasInterrupted = false
    /// Whether the interpreter had come as far as to serve runs.
    var wasReady = true
    /// Whether the interpreter had done other runs before, whose state is lost.
    var hadState = false

    /// The run's result.
    var result: RunResult {
        if intervention == .interrupt {
            return RunResult(
                exitCode: 130, reason: .interrupted, stateLost: true,
                notice: "the code did not stop when it was interrupted, so the interpreter was ended; its state is lost"
            )
        }
        // As a shell says that there is no such program.
        let exitCode = wasReady ? end.exitCode : 127
        return RunResult(exitCode: exitCode, reason: reason, stateLost: hadState, notice: notice)
    }

    /// The result of a run that had a program of its own.
    var programResult: RunResult {
        if intervention == .interrupt {
            return RunResult(
                exitCode: 130, reason: .interrupted,
                notice: "the program did not stop when it was interrupted, so it was ended")
        }
        if wasInterrupted, end.exitCode == 130 { return RunResult(exitCode: 130, reason: .interrupted) }
        switch end {
        case .exited: return RunResult(exitCode: end.exitCode, reason: .completed)
        case .signalled:
            return RunResult(exitCode: end.exitCode, reason: .signalled, notice: "the program was ended by \(cause)")
        }
    }

    /// The sentence for a run that comes after the end of an interpreter that was doing nothing.
    var noticeForNextRun: String? {
        hadState ? "the interpreter had ended since the last run (\(cause)); the state of earlier runs is lost" : nil
    }

    private var reason: RunResult.Reason {
        switch end {
        case .exited: .completed
        case .signalled(2) where wasInterrupted: .interrupted
        case .signalled: .signalled
        }
    }

    private var notice: String? {
        let lost = hadState ? "; the state of earlier runs is lost" : ""
        if intervention == .brokenProtocol {
            return "the code disturbed the interpreter's connection to the kernel runner, so it was ended" + lost
        }
        if !wasReady { return "the interpreter ended before it could run the code (\(cause))" }
        switch end {
        case .exited: return hadState ? "the code ended the interpreter (\(cause))" + lost : nil
        case .signalled: return "the interpreter was ended by \(cause)" + lost
        }
    }

    private var cause: String {
        switch end {
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "signal \(number)"
        }
    }
}
