import Core
import Glibc

/// The programs of one run, as a plan orders them.
final class ProgramSequence {
    /// What has come of the end of a program.
    enum Outcome: Equatable {
        /// The next step is due; the client is told of this one's end if it asked for it.
        case step(BatchStep?, exitCode: Int)
        /// The run is over.
        case end(RunResult)
    }

    /// The program in progress, the leader of its session.
    private(set) var pid: pid_t?
    /// The programs.
    let plan: RunPlan
    /// What they run.
    let code: CodeFile

    // The input of the last one, until that has begun.
    private var input: Descriptor?
    private var next = 0
    private var wasKilled = false
    // The run's end when the steps that are left are not done.
    private var skipped: RunResult?

    /// A sequence that has not begun.
    ///
    /// - Parameters:
    ///   - plan: The programs.
    ///   - code: What they run.
    ///   - input: The last program's descriptor 0; nil is the runner's own, /dev/null.
    init(_ plan: RunPlan, code: CodeFile, input: consuming Descriptor?) {
        self.plan = plan
        self.code = code
        self.input = input
    }

    /// Begins the next step.
    ///
    /// - Parameters:
    ///   - wasInterrupted: Whether the run was interrupted since its last program ended, so that no other is wanted.
    ///   - spawn: Starts the program of a step with a descriptor 0.
    /// - Returns: What comes of it at once, when there is nothing to start or it cannot be; nil when it has begun.
    func begin(
        wasInterrupted: Bool, _ spawn: (RunPlan.Step, CInt) throws(SystemCallError) -> pid_t
    ) -> Outcome? {
        if wasInterrupted { return .end(RunResult(exitCode: 130, reason: .interrupted)) }
        if let skipped { return .end(skipped) }
        let step = plan.steps[next]
        guard step.command != nil else { return passed(exitCode: 0, RunResult(exitCode: 0, reason: .completed)) }
        let isLast = next == plan.steps.count - 1
        do {
            pid = try spawn(step, isLast ? input?.number ?? STDIN_FILENO : STDIN_FILENO)
            if isLast { input = nil }
            return nil
        } catch {
            // As a shell says it.
            let exitCode = error.code == ENOENT ? 127 : 126
            return passed(
                exitCode: exitCode,
                RunResult(exitCode: exitCode, reason: .completed, notice: "the program cannot be started: \(error)"))
        }
    }

    /// Takes the end of the program in progress.
    func ended(_ end: ProcessEnd, wasInterrupted: Bool) -> Outcome {
        pid = nil
        let ending = RunEnding(end: end, intervention: wasKilled ? .interrupt : nil, wasInterrupted: wasInterrupted)
        let result = ending.programResult
        // What was interrupted is not gone on with, whatever the program made of it.
        if wasInterrupted, next < plan.steps.count - 1 {
            return .end(RunResult(exitCode: 130, reason: .interrupted))
        }
        return passed(exitCode: result.exitCode, result)
    }

    /// Sends SIGINT to the program and those in its foreground, as a terminal would.
    func interrupt() {
        if let pid { kill(-pid, SIGINT) }
    }

    /// Ends the program and its process group at once.
    func end() {
        wasKilled = true
        if let pid { kill(-pid, SIGKILL) }
    }

    private func passed(exitCode: Int, _ result: RunResult) -> Outcome {
        let step = plan.steps[next]
        next += 1
        if next == plan.steps.count { return .end(result) }
        guard exitCode != 0 else { return .step(step.part, exitCode: 0) }
        switch step.failure {
        case .passedOver: return .step(step.part, exitCode: exitCode)
        case .ending: return .end(result)
        case .endingWith(let code):
            // The client hears of this step first, then of the one that is not done.
            skipped = RunResult(exitCode: code, reason: .completed)
            return .step(step.part, exitCode: exitCode)
        }
    }
}
