/// What is said to a kernel runner in control frames.
///
/// The first frame of a connection decides what the connection is for. ``start(_:)`` and ``attach(run:from:)``
/// make it the stream of one run; the others are answered once, and the connection may go on asking.
public enum RunnerRequest: Codable, Sendable, Equatable {
    /// Queues a run and attaches to it. A run that is known already is only attached to, from the oldest
    /// output that is kept, so that the request can be repeated. ``Frame/Kind/code`` frames follow until the announced
    /// length is there, unless the text is in the request.
    case start(RunStart)
    /// Goes on with a run whose stream broke; output frames after number `from` are sent (again).
    case attach(run: String, from: Int)
    /// The output frames up to number `through` have arrived; the runner forgets them.
    case acknowledge(through: Int)
    /// The program's standard input ends here.
    case endInput
    /// Interrupts the run in progress, or the queued one that is named.
    case interrupt(run: String?)
    /// Asks for ``RunnerEvent/status(_:)``.
    case status
    /// Makes the connection a channel: a stream of bytes to and from something in the sandbox, with no run.
    case open(ChannelOrder)
    /// Ends the program of a service; one that does not run is no error.
    case stopService(String)
    /// The window of a terminal channel has another size, in characters.
    case resize(rows: Int, columns: Int)
}

/// What is to be run.
public struct RunStart: Codable, Sendable, Equatable {
    /// Names the run within its kernel; chosen by the client or the manager, at most 64 characters.
    public let run: String
    /// How the code is treated.
    public let mode: ExecutionMode
    /// The number of bytes of source text that follow in ``Frame/Kind/code`` frames.
    public let codeLength: Int
    /// A short source text itself, with a ``codeLength`` of 0; nil for one that follows.
    public let code: String?
    /// Whether standard input is streamed; when not, a read sees its end, unless the program asks by `input()`.
    public let streamsInput: Bool
    /// Whether code is run as in a notebook: the value of a last expression is printed, tracebacks quote the source.
    ///
    /// When not, it is run exactly as the language's own command would run it.
    public let isInteractive: Bool
    /// Whether nothing runs after it; nil is no.
    ///
    /// Such a program ends as the language's own command does: threads are waited for, and what is registered for the
    /// exit is called.
    public let isLast: Bool?
    /// The commands of batch mode; nil in the other modes.
    public let batch: BatchCommands?
    /// Seconds after which the run is interrupted, and then ended; nil for no limit.
    public let limit: Double?

    /// Describes a run.
    public init(
        run: String,
        mode: ExecutionMode,
        codeLength: Int = 0,
        code: String? = nil,
        streamsInput: Bool,
        isInteractive: Bool = true,
        isLast: Bool? = nil,
        batch: BatchCommands? = nil,
        limit: Double? = nil
    ) {
        self.run = run
        self.mode = mode
        self.codeLength = codeLength
        self.code = code
        self.streamsInput = streamsInput
        self.isInteractive = isInteractive
        self.isLast = isLast
        self.batch = batch
        self.limit = limit
    }

    /// The bytes of source text, in the request or after it.
    public var length: Int { code?.utf8.count ?? codeLength }
}

/// What batch mode does, as shell commands in the directory of the uploaded files.
///
/// `*` is what the language has for it; nil and the empty text are skipped.
public struct BatchCommands: Codable, Sendable, Equatable {
    /// Removes what an earlier build made; its failure changes nothing.
    public var clean: String?
    /// Makes the program; when it fails, the program is not run and the exit code is 127.
    public var build: String?
    /// Runs the program.
    public var exec: String?

    /// The commands.
    public init(clean: String? = nil, build: String? = nil, exec: String? = nil) {
        self.clean = clean
        self.build = build
        self.exec = exec
    }
}

/// One of the commands of batch mode.
public enum BatchStep: String, Codable, Sendable, CaseIterable {
    case clean
    case build
    case exec
}

/// How code is run, as on the wire of the public API.
public enum ExecutionMode: String, Codable, Sendable, CaseIterable {
    /// In the kept interpreter; state lives on between runs.
    case query
    /// Clean, build and exec commands over uploaded files.
    case batch
    /// Goes on with a run.
    case `continue`
    /// Answers a program that waits for input.
    case input
    /// Asks for completions.
    case complete
}

/// What a kernel runner says in control frames.
///
/// Those of a run's own (``isNumbered``) are output frames: they are numbered together with frames of standard output,
/// standard error and display, from 1 within each run, and kept until acknowledged.
public enum RunnerEvent: Codable, Sendable, Equatable {
    /// The stream stands: the next output frame has number `next`, and so many bytes of standard input are in.
    case attached(run: String, next: Int, inputReceived: Int)
    /// So many bytes of standard input, counted from the run's beginning, have reached the program's pipe.
    case inputConsumed(Int)
    /// The program asks for a line.
    case waitingInput(isPassword: Bool)
    /// The program shows something beside its output: so many bytes of this media type follow in
    /// ``Frame/Kind/display`` frames.
    case display(type: String, length: Int)
    /// A command of batch mode has ended, and the next one follows.
    case stepFinished(BatchStep, exitCode: Int)
    /// The run has ended.
    case finished(RunResult)
    /// The request could not be carried out.
    case refused(code: RunnerRefusal, message: String)
    /// The answer to ``RunnerRequest/status``.
    case status(RunnerStatus)
    /// The answer to a request that has no other.
    case done
    /// The channel stands: bytes may be sent.
    case opened
    /// What the channel led to has ended; nil for a connection.
    case closed(exitCode: Int?)

    /// Whether the event counts as an output frame.
    public var isNumbered: Bool {
        switch self {
        case .waitingInput, .display, .stepFinished, .finished: true
        default: false
        }
    }
}

/// Why a runner refuses.
public enum RunnerRefusal: String, Codable, Sendable {
    /// No run has that id.
    case unknownRun = "unknown-run"
    /// Output frames before the ones kept were asked for.
    case outputGone = "output-gone"
    /// Too many runs are waiting.
    case queueFull = "queue-full"
    /// The runtime has no such mode.
    case unsupportedMode = "unsupported-mode"
    /// The runtime's program could not be started.
    case runtimeMissing = "runtime-missing"
    /// The request makes no sense here.
    case invalidRequest = "invalid-request"
    /// Nothing listens at the port.
    case portClosed = "port-closed"
    /// The service could not be started.
    case serviceFailed = "service-failed"
}

/// How a run ended.
public struct RunResult: Codable, Sendable, Equatable {
    /// Why it ended.
    public enum Reason: String, Codable, Sendable {
        /// The code came to its end, or left by its own choice.
        case completed
        /// A signal ended the program; the code is 128 + its number.
        case signalled
        /// The program exceeded the session's memory; the code is 137.
        case outOfMemory = "oom-killed"
        /// The user's interrupt ended it.
        case interrupted
        /// It took longer than it may; the code is 124.
        case timedOut = "timed-out"
    }

    /// The program's exit code, 0–255.
    public let exitCode: Int
    /// Why it ended.
    public let reason: Reason
    /// Whether the kept interpreter ended with the run, and its state with it.
    public let stateLost: Bool
    /// A sentence for the user about the end, where the code alone does not tell.
    public let notice: String?
    /// When the run began, in seconds since 1970 by the file system's clock; nil where the session has no output
    /// directory, so that nothing in it can have changed since.
    public var outputSince: Double?

    /// A run's end.
    public init(exitCode: Int, reason: Reason, stateLost: Bool = false, notice: String? = nil) {
        self.exitCode = exitCode
        self.reason = reason
        self.stateLost = stateLost
        self.notice = notice
    }
}

/// What a runner is doing.
public struct RunnerStatus: Codable, Sendable, Equatable {
    /// The run in progress.
    public let current: String?
    /// Runs that wait, in order.
    public let queued: [String]
    /// Runs that have been started since the kernel began.
    public let runCount: Int

    /// A runner's status.
    public init(current: String?, queued: [String], runCount: Int) {
        self.current = current
        self.queued = queued
        self.runCount = runCount
    }
}
