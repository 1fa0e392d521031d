import Core
import Glibc

extension Executor {
    /// Begins a run that has programs of its own.
    func beginPrograms(_ run: Run, _ code: CodeFile) throws(SystemCallError) {
        try pipes.makeWritersBlocking()
        let language = configuration.language
        let plan: RunPlan? =
            switch run.start.mode {
            case .complete: .nothing  // no interpreter that would know candidates
            case .batch: run.start.batch.map { .batch(language, $0) }
            default: .query(language, code: try code.argument(), in: configuration.sourceDirectory)
            }
        guard let plan else { throw SystemCallError(call: "execve", code: ENOEXEC) }
        let pipe = try inputPipe()
        programs = ProgramSequence(plan, code: code, input: try pipe.duplicateReader())
        input = pipe.takeWriter()
        runCount += 1
        register.begin(number: runCount)
        run.state = .running(number: runCount, hasBegun: true)
        startClock(of: run)
        proceed()
        feed()
    }

    /// Begins the next program of the run in progress.
    func proceed() {
        guard let programs else { return }
        let outcome = programs.begin(wasInterrupted: wasInterrupted) { (step, input) throws(SystemCallError) in
            try start(step, code: programs.code, input: input)
        }
        if let outcome { follow(outcome) }
    }

    /// Takes the end of a program of the run in progress.
    func programEnded(_ end: ProcessEnd) {
        guard let programs else { return }
        follow(programs.ended(end, wasInterrupted: wasInterrupted))
    }

    /// Removes what the programs of a run have left for others like them.
    func cleanUp() {
        if let command = programs?.plan.cleanup {
            // Nobody waits for it: the loop reaps it as it reaps all.
            _ = try? SpawnedProgram(command: command, directory: "/", identity: configuration.identity)
                .start(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDOUT_FILENO, control: -1)
        }
        programs = nil
    }

    private var wasInterrupted: Bool { register.current?.interrupts.wasInterrupted ?? false }

    private func follow(_ outcome: ProgramSequence.Outcome) {
        switch outcome {
        case .end(let result):
            pending = PendingEvent(.finished(result), after: pipes)
        case .step(let part?, let exitCode):
            pending = PendingEvent(.stepFinished(part, exitCode: exitCode), after: pipes)
        case .step(nil, _):
            proceed()
        }
    }

    private func start(_ step: RunPlan.Step, code: CodeFile, input: CInt) throws(SystemCallError) -> pid_t {
        if step.readsCode { try code.rewind() }
        var command = step.command ?? []
        if let script = bootstrap {
            command = script.preceding(command)
            bootstrap = nil
        }
        return try SpawnedProgram(
            command: command,
            directory: step.directory ?? configuration.directory,
            identity: configuration.identity
        ).start(
            input: input,
            output: pipes.writer(.output),
            error: pipes.writer(.error),
            control: step.readsCode ? code.number : -1
        )
    }
}
