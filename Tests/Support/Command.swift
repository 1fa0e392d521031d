import Core
import Foundation
import Synchronization

/// How a command ended and what it printed.
public struct CommandResult: Sendable, CustomStringConvertible {
    /// The exit code; 128 + the signal for one that a signal ended.
    public let status: Int32
    /// Standard output, byte for byte.
    public let outputBytes: [UInt8]
    /// Standard error, byte for byte.
    public let errorBytes: [UInt8]

    /// How a command ended.
    public init(status: Int32, outputBytes: [UInt8], errorBytes: [UInt8]) {
        self.status = status
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
    }

    /// Standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text.
    public var error: String { String(decoding: errorBytes, as: UTF8.self) }

    public var description: String { "status \(status)\n--- output\n\(output)--- error\n\(error)" }
}

/// A program that tests run as a user would.
public struct Command: Sendable {
    /// An absolute path.
    public var program: String
    /// What follows the program's own name.
    public var arguments: [String]
    /// The whole environment.
    public var environment: [String: String]
    /// The directory to run in.
    public var directory = "/"

    /// A command.
    public init(_ program: String, _ arguments: [String], environment: [String: String]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// The same command with no signal blocked or ignored, as a shell starts it: the tests' own process is no shell, and
    /// its children inherit what it does with signals.
    public func asFromShell() -> Command {
        let reset = """
            import os, signal, sys
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                try: signal.signal(number, signal.SIG_DFL)
                except (OSError, ValueError): pass
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execv(sys.argv[1], sys.argv[1:])
            """
        var command = self
        command.program = "/usr/bin/python3"
        command.arguments = ["-c", reset, program] + arguments
        return command
    }

    /// Runs the command to its end.
    ///
    /// - Parameters:
    ///   - input: What it reads; nothing when nil.
    ///   - limit: Seconds after which it is killed and the result has status 137.
    /// - Returns: How it ended.
    /// - Throws: An error when it cannot be started.
    public func run(input: [UInt8]? = nil, within limit: Double = 120) async throws -> CommandResult {
        let running = try start()
        return await running.finish(input: input ?? [], within: limit)
    }

    /// Starts the command and leaves it running.
    public func start() throws -> RunningCommand {
        try RunningCommand(self)
    }
}

/// A command that has been started.
public final class RunningCommand: Sendable {
    private static let starting = NSLock()

    private let process = Process()
    private let input = Pipe()
    private let output = Collected()
    private let error = Collected()
    private let ended = AsyncStream<Void>.makeStream()

    init(_ command: Command) throws {
        process.executableURL = URL(fileURLWithPath: command.program)
        process.arguments = command.arguments
        process.environment = command.environment
        process.currentDirectoryURL = URL(fileURLWithPath: command.directory)
        process.standardInput = input
        process.standardOutput = output.pipe
        process.standardError = error.pipe
        process.terminationHandler = { [ended] _ in ended.continuation.finish() }
        // One after another: Foundation's way to start programs goes through the process's own directory and descriptors,
        // and has crashed with many at once.
        try RunningCommand.starting.withLock { try process.run() }
        output.begin()
        error.begin()
    }

    /// The process's id.
    public var pid: Int32 { process.processIdentifier }

    /// What it has printed on standard output so far.
    public var outputSoFar: String { String(decoding: output.bytes, as: UTF8.self) }

    /// What it has printed on standard error so far.
    public var errorSoFar: String { String(decoding: error.bytes, as: UTF8.self) }

    /// Sends a signal.
    public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Sends a signal to the programs that it has started and that still run.
    public func signalChildren(_ number: Int32) {
        let list = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        for child in (list ?? "").split(separator: " ").compactMap({ Int32($0) }) { kill(child, number) }
    }

    /// Writes to its standard input.
    public func write(_ bytes: [UInt8]) { try? input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

    /// Ends its standard input.
    public func endInput() { try? input.fileHandleForWriting.close() }

    /// Waits until what it has printed contains `text`.
    ///
    /// - Returns: Whether it came in time.
    public func prints(_ text: String, within seconds: Double = 30) async -> Bool {
        for _ in 0..<Int(seconds * 100) {
            if outputSoFar.contains(text) || errorSoFar.contains(text) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Writes `input`, ends it, and waits for the end.
    public func finish(input bytes: [UInt8] = [], within limit: Double = 120) async -> CommandResult {
        let writer = input.fileHandleForWriting
        let thread = Thread {
            try? writer.write(contentsOf: Data(bytes))
            try? writer.close()
        }
        thread.start()
        let pid = process.processIdentifier
        let timer = Task {
            try await Task.sleep(for: .seconds(limit))
            kill(pid, SIGKILL)
        }
        for await _ in ended.stream {}
        timer.cancel()
        let status =
            process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return CommandResult(status: status, outputBytes: output.finish(), errorBytes: error.finish())
    }
}

/// What comes out of a pipe, gathered by a thread of its own.
private final class Collected: Sendable {
    let pipe = Pipe()
    private let gathered = Mutex<[UInt8]>([])
    private let done = DispatchSemaphore(value: 0)

    var bytes: [UInt8] { gathered.withLock { $0 } }

    func begin() {
        // The writing end belongs to the child now.
        try? pipe.fileHandleForWriting.close()
        let reader = pipe.fileHandleForReading
        Thread { [self] in
            // `availableData` gives what is there; reads of a count wait until all of it is.
            while case let data = reader.availableData, !data.isEmpty { gathered.withLock { $0 += data } }
            done.signal()
        }.start()
    }

    /// All of it; a grandchild that keeps the pipe open is not waited for longer than five seconds.
    func finish() -> [UInt8] {
        _ = done.wait(timeout: .now() + 5)
        return bytes
    }
}
