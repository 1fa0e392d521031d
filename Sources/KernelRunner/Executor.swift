import CLinux
import Core
import Glibc

/// Runs code in the kept interpreter, one run at a time, and moves its bytes.
///
/// Everything happens in the calls of the loop's one thread; nothing here waits.
final class Executor {
    /// The runs of the kernel.
    var register = RunRegister()

    let configuration: RunnerConfiguration
    let pipes: ProgramPipes
    private var interpreter: Interpreter?
    // The programs of the run in progress, when it is none of the interpreter's.
    var programs: ProgramSequence?
    // Waits for the first interpreter, or the first program where there is none.
    var bootstrap: BootstrapScript?
    // The writing end of the input of the run in progress, until the input has ended.
    var input: Descriptor?
    // What follows when everything written before it has been read.
    var pending: PendingEvent?
    // What is being shown; nothing else is heard of the driver until all of it is in the log.
    var display: DisplayTransfer?
    var runCount: UInt32 = 0
    private var noticeForNextRun: String?

    /// Starts the interpreter, so that the first run finds it ready.
    ///
    /// Where that fails, the first run will tell.
    init(_ configuration: RunnerConfiguration) throws(SystemCallError) {
        self.configuration = configuration
        pipes = try ProgramPipes(output: Pipe(), error: Pipe())
        bootstrap = configuration.bootstrap
        if configuration.language.evaluator?.servesAll == true { try? prepare() }
    }

    /// What ``RunnerRequest/status`` asks for.
    var status: RunnerStatus {
        RunnerStatus(
            current: register.current?.id, queued: register.queued.map(\.id), runCount: Int(runCount))
    }

    /// Adds what has to be waited for.
    func watch(in set: inout PollSet) {
        let hasRoom = register.current == nil || register.makeRoom() > Frame.maximumPayload
        if let interpreter, interpreter.isUsable {
            set.add(.control, interpreter.pollDescriptor, reading: hasRoom && pending == nil && display == nil)
        }
        // What the interpreter says while it loads is kept for the first run: it tells why that fails.
        let isLoading = configuration.language.evaluator?.servesAll == true && interpreter?.isReady != true
        let isRead = register.current == nil ? !isLoading : hasRoom && display == nil
        for stream in ProgramPipes.Stream.allCases {
            let isOwed = pending.map { $0.remaining(stream) > 0 } ?? true
            set.add(.program(stream), pipes.reader(stream), reading: isRead && isOwed)
        }
        if let run = register.current, let input = input?.number {
            set.add(.input, input, writing: !run.input.isEmpty)
        }
    }

    // MARK: Requests

    /// Why a run of this kind cannot be had from the language; nil when it can.
    func refusal(of start: RunStart) -> String? {
        switch start.mode {
        case .query where configuration.language.form == .none:
            "the image is for services and runs no code"
        case .query, .complete: nil
        case .batch: start.batch == nil ? "batch mode comes with its commands" : nil
        case .continue, .input: "the runtime has no mode `\(start.mode.rawValue)`"
        }
    }

    /// Whether a run is the kept interpreter's.
    func isForEvaluator(_ start: RunStart) -> Bool {
        guard let evaluator = configuration.language.evaluator else { return false }
        switch start.mode {
        case .complete: return true
        case .query: return evaluator.servesAll || start.isInteractive || start.isLast != true || interpreter != nil
        case .batch, .continue, .input: return false
        }
    }

    /// Starts the interpreter if there is none and the language has one.
    ///
    /// - Throws: ``SystemCallError`` naming what is missing.
    func prepare() throws(SystemCallError) {
        guard interpreter == nil, let evaluator = configuration.language.evaluator else { return }
        if register.current == nil { ProgramPipes.Stream.allCases.forEach(pump) }
        interpreter = try Interpreter(evaluator, configuration, after: bootstrap, pipes: pipes)
        bootstrap = nil
    }

    /// Queues a run, or begins it when none is in progress.
    func enqueue(_ run: Run) {
        register.enqueue(run)
        beginNext()
    }

    /// Interrupts the run in progress, or takes a waiting one out of the queue.
    ///
    /// - Parameters:
    ///   - id: The run; nil is the one in progress, if any.
    ///   - now: The present moment.
    /// - Returns: Whether there is such a run; one that has ended counts, since an interrupt may come late.
    func interrupt(_ id: String?, at now: Duration = Monotonic.now) -> Bool {
        guard let run = id.map({ register.run($0) }) ?? register.current else { return id == nil }
        switch run.state {
        case .queued:
            register.finish(run, RunResult(exitCode: 130, reason: .interrupted))
        case .running(_, let hasBegun):
            guard pending?.isEnd != true else { break }
            switch run.interrupts.interrupt(at: now) {
            case .signal where hasBegun:
                if let programs { programs.interrupt() } else { interpreter?.interrupt() }
            case .signal: break  // the driver's word that the code begins brings it
            case .kill:
                if let programs { programs.end() } else { interpreter?.end(because: .interrupt) }
            }
        case .finished:
            break
        }
        return true
    }

    /// Takes input for a run.
    func receive(_ bytes: [UInt8], for run: Run) throws(InputBuffer.Refusal) {
        try run.input.append(bytes)
        watchInputAgain(of: run)
        if run === register.current { feed() }
    }

    /// Takes the end of a run's input.
    func endInput(of run: Run) {
        run.input.end()
        run.inputWatch.pause()
        if run === register.current { feed() }
    }

    /// Takes the news that output has arrived.
    ///
    /// - Returns: Whether the run is over and forgotten.
    func acknowledge(through number: Int, of run: Run) -> Bool {
        run.output.acknowledge(through: number)
        if display != nil { settle() }
        guard register.forget(run) else { return false }
        // Much output leaves a heap behind that an idle kernel does not need.
        if register.current == nil { _ = bai_trim_heap() }
        return true
    }

    /// Ends what runs, when the runner itself ends.
    func shutDown() {
        interpreter?.hangUp()
        programs?.end()
    }

    // MARK: Events

    /// Takes what the loop saw.
    func handle(_ event: PollSet.Event) {
        switch event.source {
        case .control: listen()
        case .program(let stream): pump(stream)
        case .input: feed()
        case .signals, .listener, .connection, .channel: return
        }
        settle()
    }

    /// Takes the end of a child; most are orphans, reaped and forgotten.
    func processEnded(_ pid: pid_t, _ end: ProcessEnd) {
        if let programs, programs.pid == pid {
            programEnded(end)
            return settle()
        }
        guard let ended = interpreter, ended.pid == pid else { return }
        // What it said last may be the end of the run.
        listen()
        interpreter = nil
        let run = programs == nil ? register.current : nil
        let ending = RunEnding(
            end: end,
            intervention: ended.intervention,
            wasInterrupted: run?.interrupts.wasInterrupted ?? false,
            wasReady: ended.isReady,
            hadState: ended.runCount > (run == nil ? 0 : 1)
        )
        noticeForNextRun = run == nil ? ending.noticeForNextRun : nil
        if run != nil, pending?.isEnd != true {
            if pending?.isDisplay == true { display = nil }
            pending = PendingEvent(.finished(ending.result), after: pipes)
        }
        // One that never served is not tried again and again; the next run does that, and tells.
        if ended.runCount > 0, configuration.language.evaluator?.servesAll == true { try? prepare() }
        settle()
        beginNext()
    }

    /// Hears the driver out, until something it says has to wait for output.
    private func listen() {
        // A limit, since user code may talk without end in the driver's place.
        for _ in 0..<16 {
            guard pending == nil, display == nil, let interpreter, interpreter.hasMessage else { break }
            // Before the message is taken: its sender may write on as soon as it is.
            let mark = PendingEvent.Mark(pipes)
            guard let message = interpreter.nextMessage() else { break }
            heard(message, mark)
        }
        if register.current == nil, let interpreter, interpreter.isSilent { interpreter.end(because: .brokenProtocol) }
    }

    private func heard(_ message: DriverMessage, _ mark: PendingEvent.Mark) {
        guard case .running(let current, _)? = register.current?.state, let run = register.current, programs == nil
        else {
            // A thread that an earlier run left behind may still ask for input; nobody can end a run that is none.
            if case .finished = message { interpreter?.end(because: .brokenProtocol) }
            return
        }
        switch message {
        case .ready:
            return
        case .begun(let number):
            guard number == current else { break }
            run.state = .running(number: number, hasBegun: true)
            if run.interrupts.wasInterrupted { interpreter?.interrupt() }
            return
        case .waitingInput(let isPassword):
            // A line that is there already, or that can't come any more, is not waited for.
            guard let pipe = input?.number, bai_readable_bytes(pipe) == 0 else { return }
            if run.input.isEmpty { pending = PendingEvent(.waitingInput(isPassword: isPassword), after: pipes) }
            return
        case .display(let type):
            return show(type, interpreter?.takeAttachment(), after: mark)
        case .finished(let number, let exitCode, let byInterrupt):
            guard number == current else { break }
            let isInterrupted = byInterrupt && run.interrupts.wasInterrupted
            let result = RunResult(
                exitCode: Int(exitCode), reason: isInterrupted ? .interrupted : .completed, notice: noticeForNextRun)
            noticeForNextRun = nil
            pending = PendingEvent(.finished(result), after: pipes)
            return
        }
        interpreter?.end(because: .brokenProtocol)
    }

    /// Reads a program pipe once.
    ///
    /// What comes while no run is in progress is nobody's.
    private func pump(_ stream: ProgramPipes.Stream) {
        guard let run = register.current else {
            _ = pipes.read(stream, upTo: Frame.maximumPayload)
            return
        }
        let limit = min(register.makeRoom() - OutputLog.overhead, Frame.maximumPayload)
        let count = min(limit, pending?.remaining(stream) ?? limit)
        guard count > 0 else { return }
        let bytes = pipes.read(stream, upTo: count)
        if !bytes.isEmpty { run.output.append(stream.kind, bytes) }
        pending?.passed(bytes.count, of: count, on: stream)
    }

    /// Writes waiting input to the run's pipe, as much as that takes.
    func feed() {
        guard let run = register.current, let pipe = input?.number else { return }
        if !run.input.isEmpty {
            do throws(SystemCallError) {
                try run.input.consume { (bytes) throws(SystemCallError) in
                    try checkedLibc("write") { write(pipe, bytes.baseAddress, bytes.count) }
                }
            } catch {
                if error.code != EAGAIN { run.input.discard() }
            }
        }
        if run.input.isFinished { input = nil }
    }

    /// Lets what was pending happen, once all that was written before it has been read.
    func settle() {
        while let run = register.current {
            if display != nil, pending?.isDisplay != true {
                guard passDisplay(to: run) else { return }
                if pending == nil { listen() }
            }
            guard let event = pending else { return }
            for stream in ProgramPipes.Stream.allCases where event.remaining(stream) > 0 { pump(stream) }
            guard let read = pending, read.isDue else { return }
            pending = nil
            switch read.event {
            case .finished(let result):
                input = nil
                display = nil
                cleanUp()
                register.finish(run, told(result, of: run))
                beginNext()
            case let other:
                try? run.output.append(other)
                switch other {
                case .stepFinished: proceed()
                case .display: break  // its bytes follow
                default: listen()
                }
            }
        }
    }

    /// The result, with the time since when there may be files for the user.
    private func told(_ result: RunResult, of run: Run) -> RunResult {
        guard run.began > 0, OutputDirectory.isThere(in: configuration.directory, for: configuration.identity)
        else { return result }
        var result = result
        result.outputSince = run.began
        return result
    }

    // MARK: The next run

    private func beginNext() {
        while register.current == nil, let run = register.queued.first, case .queued(let code) = run.state {
            do {
                guard isForEvaluator(run.start) else {
                    try beginPrograms(run, code)
                    return settle()
                }
                try prepare()
                guard let interpreter else { return }
                guard interpreter.isUsable else {
                    // Its end is waited for; its successor takes the run.
                    return interpreter.end(because: .brokenProtocol)
                }
                try begin(run, code, interpreter)
            } catch {
                let notice = "cannot start the program: \(error)"
                register.finish(run, RunResult(exitCode: 127, reason: .completed, notice: notice))
            }
        }
    }

    private func begin(_ run: Run, _ code: CodeFile, _ interpreter: Interpreter) throws(SystemCallError) {
        try pipes.makeWritersBlocking()
        try code.rewind()
        let number = runCount + 1
        do throws(SystemCallError) {
            input = try interpreter.begin(DriverRequest(run.start, number: number), code, pipes)
        } catch  where interpreter.isReady && (error.code == EPIPE || error.code == ECONNRESET) {
            // It has just ended, and the news of that will come; the run stays where it is.
            return interpreter.end(because: .brokenProtocol)
        } catch  where error.code == EPIPE || error.code == ECONNRESET {
            // It ended while it loaded; that is the run's end too, with what it had to say.
        }
        runCount = number
        register.begin(number: number)
        startClock(of: run)
        feed()
    }

    func inputPipe() throws(SystemCallError) -> Pipe {
        let pipe = try Pipe()
        let writer = pipe.writer.number
        try checked("fcntl") { bai_set_nonblocking(writer, 1) }
        return pipe
    }
}
