import ArgumentParser
import BackendAIKit
import Core
import Glibc

/// What one `run` is to do, as the user typed it.
struct RunOrder: Sendable, Equatable {
    var image: String
    var files: [String] = []
    var code: String?
    var batch: BatchCommands?
    var remove = false
    var keep = false
    var isQuiet = false
    var noInput = false
    var session = SessionChoices()
    var output = OutputFormat.console

    /// Refuses what contradicts itself.
    ///
    /// - Throws: `ValidationError`: the command line is wrong.
    func check() throws {
        guard !(remove && keep) else { throw ValidationError("`--rm` and `--keep` contradict each other") }
        guard batch == nil || code == nil && files.isEmpty else {
            throw ValidationError("`--clean`, `--build` and `--exec` run commands, not the code that is given")
        }
    }

    /// Runs it.
    ///
    /// - Throws: `ExitCode` with the program's own, or ``CommandFailure``, never with the code 1 of a program.
    func run(in context: CommandContext) async throws {
        do {
            try await perform(in: context)
        } catch var failure as CommandFailure {
            if failure.status == .failure { failure.status = .platformFailure }
            throw failure
        }
    }

    private func perform(in context: CommandContext) async throws {
        let signals = try SignalReader([SIGINT, SIGTERM, SIGHUP])
        let code = batch == nil ? try source() : ""
        let isNamed = session.name != nil
        let request = try session.request(name: session.name ?? RandomName.session("run"), image: image)
        let client = try context.client()
        let runner = SessionRun(
            client: client,
            console: context.console,
            request: request,
            command: ExecuteCommand(
                mode: batch == nil ? .query : .batch, code: code, isInteractive: false, batch: batch),
            endsSession: remove || !(keep || isNamed),
            readsInput: !noInput && !files.contains("-"),
            isQuiet: isQuiet || output == .json,
            capture: output == .json ? OutputCapture() : nil
        )
        let outcome = await runner.perform(signals: signals)
        try report(outcome, request.name, runner, context.console)
    }

    /// The text to run.
    private func source() throws -> String {
        if let code, files.isEmpty { return code }
        guard code == nil, files.count == 1 else {
            throw CommandFailure(
                status: .invalidArgument,
                what: code == nil && files.isEmpty ? "there is nothing to run" : "give either `--code` or one file",
                hint: "backend.ai run -c \"print('hello world')\" python"
            )
        }
        do {
            let text = try FileText.read(files[0] == "-" ? "/dev/stdin" : files[0])
            return text
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }

    private func report(_ outcome: RunOutcome, _ name: String, _ runner: SessionRun, _ console: Console) throws {
        if let capture = runner.capture {
            try console.line(outcome.json(session: name, capture).prettyText)
        } else if case .failed(let failure) = outcome {
            throw failure
        } else if let notice = outcome.notice {
            console.note("backend.ai: \(notice)")
        }
        throw ExitCode(outcome.exitCode)
    }
}
