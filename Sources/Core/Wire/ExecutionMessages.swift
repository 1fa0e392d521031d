/// The header by which our client offers, and our manager accepts, the byte-exact form of the execute stream.
///
/// Its value is ``streamFormFrames``. The official client sends no such header and gets the original's JSON;
/// an official manager ignores it and answers without it.
public let streamFormHeader = "X-BackendAI-Stream"

/// The value of ``streamFormHeader``: output and input as binary messages of ``Frame/message``, the rest as JSON texts.
public let streamFormFrames = "frames"

/// The first text message of an execute stream.
public struct ExecuteCommand: Codable, Sendable, Equatable {
    /// `query` or `batch`.
    public var mode: ExecutionMode
    /// The source text.
    public var code: String
    /// Names the run, so that a broken stream can be taken up again; the manager makes one when absent.
    public var runId: String?
    /// Whether standard input follows in binary messages.
    public var streamsInput: Bool?
    /// Whether the value of a last expression is printed; so it is for clients that do not say, as in the original.
    public var isInteractive: Bool?
    /// Whether the session ends with the run, or with the client's going away, whichever is first.
    public var endsSession: Bool?
    /// The commands of batch mode.
    public var batch: BatchCommands?
    /// Seconds after which the run is ended; nil for no limit.
    public var limit: Double?
    /// Takes up the run called ``runId`` where its stream broke: the pieces of output that had come before; nil begins one.
    public var received: Int?

    /// A command for the byte-exact form.
    public init(
        mode: ExecutionMode,
        code: String,
        runId: String? = nil,
        streamsInput: Bool? = nil,
        isInteractive: Bool? = nil,
        endsSession: Bool? = nil,
        batch: BatchCommands? = nil,
        limit: Double? = nil,
        received: Int? = nil
    ) {
        self.mode = mode
        self.code = code
        self.runId = runId
        self.streamsInput = streamsInput
        self.isInteractive = isInteractive
        self.endsSession = endsSession
        self.batch = batch
        self.limit = limit
        self.received = received
    }
}

/// What the client has got of a run in the byte-exact form, said now and then; the rest is kept for it until then.
///
/// Counted are messages of output and those texts that belong to the run: `waiting-input`, `display`, steps, `finished`.
public struct ExecuteReceipt: Codable, Sendable, Equatable {
    /// How many have come, from the run's beginning.
    public let received: Int

    /// A receipt for so many.
    public init(received: Int) {
        self.received = received
    }
}

/// A later text message of the client in the byte-exact form.
public enum ExecuteSignal: String, Codable, Sendable {
    /// Standard input ends.
    case endInput = "end-input"
    /// Interrupts the program.
    case interrupt
}

/// A text message of the manager in the byte-exact form.
public struct ExecuteStatus: Codable, Sendable, Equatable {
    /// `started`, `waiting-input`, `display`, `clean-finished`, `build-finished`, `finished`, `error`.
    public var status: String
    /// The run's name.
    public var runId: String?
    /// The program's exit code, once it has ended.
    public var exitCode: Int?
    /// Why it ended.
    public var reason: RunResult.Reason?
    /// Whether the kept interpreter ended with it.
    public var stateLost: Bool?
    /// A sentence for the user.
    public var notice: String?
    /// Whether the line that is waited for is a password.
    public var isPassword: Bool?
    /// The problem's code, with status `error`.
    public var code: String?
    /// What is shown, with status `display`: its media type.
    public var mediaType: String?
    /// How many bytes of it follow in ``Frame/Kind/display`` messages.
    public var length: Int?
    /// What the run has written into the session's output directory, with status `finished`; nil for nothing.
    ///
    /// A session that ends with the run stays for it until the client confirms the end.
    public var files: [OutputFile]?

    /// A message.
    public init(
        status: String,
        runId: String? = nil,
        exitCode: Int? = nil,
        reason: RunResult.Reason? = nil,
        stateLost: Bool? = nil,
        notice: String? = nil,
        isPassword: Bool? = nil,
        code: String? = nil,
        mediaType: String? = nil,
        length: Int? = nil,
        files: [OutputFile]? = nil
    ) {
        self.status = status
        self.runId = runId
        self.exitCode = exitCode
        self.reason = reason
        self.stateLost = stateLost
        self.notice = notice
        self.isPassword = isPassword
        self.code = code
        self.mediaType = mediaType
        self.length = length
        self.files = files
    }
}

/// A file that a run has written into its session's output directory.
public struct OutputFile: Codable, Sendable, Equatable {
    /// The output directory, relative to the home directory.
    public static let directory = ".output"

    /// Its path below the output directory.
    public let name: String
    /// Where it can be fetched for an hour, as long as the session lives, without a signature.
    public let url: String
    /// Its length in bytes.
    public let size: Int64

    /// A file.
    public init(name: String, url: String, size: Int64) {
        self.name = name
        self.url = url
        self.size = size
    }
}

extension BatchCommands {
    /// Reads the original's `options`: absent and null are skipped.
    public init(options: JSONValue?) {
        self.init(clean: options?["clean"]?.text, build: options?["build"]?.text, exec: options?["exec"]?.text)
    }

    /// The original's `options`.
    public var options: JSONValue {
        ["clean": JSONValue(clean), "build": JSONValue(build), "buildLog": false, "exec": JSONValue(exec)]
    }
}
