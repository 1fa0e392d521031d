import Core
import Glibc
import Testing

@testable import KernelRunner

@Suite("Kept interpreters")
struct EvaluatorTests {
    private static let cases = (EvaluatorCases.scripting + EvaluatorCases.shells)
        .filter { access($0.path, X_OK) == 0 }
    private static let interruptible = cases.filter(\.survivesInterrupt)
    private static let completing = cases.filter { !$0.candidate.isEmpty }

    private func runner(_ language: EvaluatorCase) throws -> RunnerProcess {
        try RunnerProcess(["--runtime", language.language, "--runtime-path", language.path])
    }

    /// Runs code as a client of a kept session does.
    private func run(
        _ code: String, on runner: RunnerProcess, isInteractive: Bool = false, mode: ExecutionMode = .query
    ) throws -> Outcome {
        let client = try runner.connect()
        try client.start(uniqueName(), Array(code.utf8), isInteractive: isInteractive, mode: mode)
        return try client.finish()
    }

    @Test("keep what a run defines for the next one", arguments: cases)
    func state(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        let first = try run(language.define, on: runner)
        #expect(first.result.exitCode == 0, "\(first.errorText)")
        #expect(try run(language.use, on: runner).text == language.shown)
    }

    @Test("outlive an error, and tell its exit code", arguments: cases)
    func failure(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        _ = try run(language.define, on: runner)
        let failed = try run(language.failing, on: runner)
        #expect(failed.result.exitCode == language.failureCode)
        #expect(!failed.result.stateLost)
        #expect(!failed.error.isEmpty)
        #expect(try run(language.use, on: runner).text == language.shown)
    }

    @Test("show the value of a last expression to who asks for it", arguments: cases.filter { !$0.value.isEmpty })
    func value(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        #expect(try run(language.value, on: runner, isInteractive: true).text == language.valueShown)
    }

    @Test("give each run an input of its own", arguments: cases)
    func input(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        for line in ["first", "second"] {
            let client = try runner.connect()
            try client.start(uniqueName(), language.readsLine, streamsInput: true, isInteractive: false)
            try client.send(.standardInput, Array("\(line)\nmore\n".utf8))
            try client.send(.endInput)
            #expect(try client.finish().text == "got:\(line)\n")
        }
    }

    @Test("tell that they wait for input, to who gives a line only then", arguments: cases)
    func waiting(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        let client = try runner.connect()
        try client.start(uniqueName(), language.readsLine, isInteractive: false)
        // Octave looks at what follows the line before it gives it.
        let outcome = try client.finish(answers: language.language == "octave" ? ["typed", "more"] : ["typed"])
        #expect(outcome.text == "got:typed\n")
        #expect(outcome.events.contains(.waitingInput(isPassword: false)))
    }

    @Test("stop at an interrupt with their state kept, time after time", arguments: interruptible)
    func interrupt(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        _ = try run(language.define, on: runner)
        for _ in 0..<3 {
            let client = try runner.connect()
            let id = uniqueName()
            try client.start(id, language.loop, isInteractive: false)
            usleep(300_000)
            try runner.connect().send(.interrupt(run: id))
            let outcome = try client.finish()
            #expect(outcome.result.exitCode == 130, "\(outcome.errorText)")
            #expect(outcome.result.reason == .interrupted)
            #expect(!outcome.result.stateLost)
        }
        #expect(try run(language.use, on: runner).text == language.shown)
    }

    @Test("know what could stand at the cursor", arguments: completing)
    func completion(language: EvaluatorCase) throws {
        let runner = try runner(language)
        defer { removeDriver(of: runner) }
        _ = try run(language.define, on: runner)
        let outcome = try run(language.complete, on: runner, mode: .complete)
        #expect(outcome.result.exitCode == 0)
        #expect(outcome.text.split(separator: "\n").contains(Substring(language.candidate)), "\(outcome.text)")
        let nothing = try run("zzqq_no_such_name_", on: runner, mode: .complete)
        #expect(nothing.text == "")
    }

    @Test("are not started for code after which nothing runs", arguments: cases)
    func alone(language: EvaluatorCase) throws {
        let runner = try runner(language)
        let client = try runner.connect()
        try client.start(uniqueName(), language.define, isInteractive: false, isLast: true)
        #expect(try client.finish().result.exitCode == 0)
        #expect(access("\(runner.directory)/driver", F_OK) != 0)
    }

    /// The runner's directory must be empty when it is removed.
    private func removeDriver(of runner: RunnerProcess) {
        _ = try? CapturedCommand.run(["/bin/rm", "-rf", "\(runner.directory)/driver", "\(runner.directory)/source"])
    }
}
