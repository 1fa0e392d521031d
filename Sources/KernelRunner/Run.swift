import Core

/// One run of code, from its arrival until its output has been acknowledged.
final class Run {
    /// Where the run stands.
    enum State {
        /// It waits for its turn.
        case queued(CodeFile)
        /// The interpreter has it; `hasBegun` once the code can be interrupted.
        case running(number: UInt32, hasBegun: Bool)
        /// Its last frame is in the log.
        case finished
    }

    /// What was asked.
    let start: RunStart
    /// Where it stands.
    var state: State
    /// What came out and is not acknowledged.
    var output = OutputLog()
    /// What is on its way in.
    var input = InputBuffer()
    /// The interrupts so far.
    var interrupts = InterruptPolicy()
    /// How long it may take.
    var limit: RunLimit
    /// When it is to be looked whether its programs wait for input.
    var inputWatch = InputWatch()
    /// When it began, by ``OutputDirectory/now()``.
    var began = 0.0
    /// The connection that streams it, if any; a run goes on without.
    weak var connection: Connection?

    /// A run that waits for its turn.
    init(_ start: RunStart, code: CodeFile) {
        self.start = start
        self.state = .queued(code)
        limit = RunLimit(seconds: start.limit)
    }

    /// The run's name within its kernel.
    var id: String { start.run }

    /// Enters the run's last frame.
    func finish(_ result: RunResult) {
        state = .finished
        input.discard()
        // The notice is a short sentence of ours: the event always fits a frame.
        try? output.append(.finished(limit.amend(result)))
    }
}
