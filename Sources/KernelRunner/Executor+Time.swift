import Core

extension Executor {
    /// When something is to be looked at again; nil for never.
    var deadline: Duration? {
        guard let run = register.current else { return nil }
        return [run.limit.deadline, run.inputWatch.next].compactMap { $0 }.min()
    }

    /// Does what is due.
    func lookAtClock() {
        guard let run = register.current, deadline != nil else { return }
        let now = Monotonic.now
        if run.limit.check(at: now) { _ = interrupt(run.id, at: now) }
        if run.inputWatch.isDue(at: now) { tellOfWaiting(run) }
        settle()
    }

    /// Notes that a run begins.
    func startClock(of run: Run) {
        let now = Monotonic.now
        run.limit.begin(at: now)
        run.began = OutputDirectory.now()
        if watchesInput(of: run) { run.inputWatch.begin(at: now) }
    }

    /// Notes that input for a run has come or ended.
    func watchInputAgain(of run: Run) {
        guard run === register.current, watchesInput(of: run), run.inputWatch.next == nil else { return }
        run.inputWatch.begin(at: Monotonic.now)
    }

    /// A driver that receives descriptors tells by itself when its code asks for a line.
    private func watchesInput(of run: Run) -> Bool {
        !run.start.streamsInput && run.start.mode != .complete && !run.input.hasEnded
            && (programs != nil || configuration.language.evaluator?.dialogue != .messages)
    }

    private func tellOfWaiting(_ run: Run) {
        guard pending == nil, run.input.isEmpty, !run.input.hasEnded, let pipe = input?.number else { return }
        guard InputWatch.isAwaited(pipe, by: configuration.identity) else { return }
        pending = PendingEvent(.waitingInput(isPassword: false), after: pipes)
        run.inputWatch.pause()
    }
}
