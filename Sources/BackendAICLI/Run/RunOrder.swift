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
    /// Where the paths of files begin.
    var basedir: String?
    /// Whether the program gets a terminal: ours.
    var usesTerminal = false
    /// Seconds that the program may take.
    var timeout: Double?
    /// Whether what the program shows is wanted: values of last expressions, figures, tables.
    var shows = false
    /// Where that is saved; nil makes a directory when it is needed.
    var saveTo: String?
    var remove = false
    var keep = false
    /// Whether it is told what the session has used.
    var showsUse = false
    var isQuiet = false
    var noInput = false
    /// What makes it several runs; none makes one.
    var ranges = RunRanges()
    /// How many of them at once.
    var maximumAtOnce = 2
    var session = SessionChoices()
    var output = OutputFormat.console

    /// Refuses what contradicts itself.
    ///
    /// - Throws: `ValidationError`: the command line is wrong.
    func check() throws {
        guard !(remove && keep) else { throw ValidationError("`--rm` and `--keep` contradict each other") }
        guard code == nil || files.isEmpty else { throw ValidationError("give either `--code` or files") }
        guard batch == nil || code == nil && files != ["-"] else {
            throw ValidationError("`--clean`, `--build` and `--exec` run commands, not the code that is given")
        }
        guard files == ["-"] || !files.contains("-") else {
            throw ValidationError("code from standard input does not go together with files")
        }
        guard !usesTerminal || code == nil && files != ["-"] && batch?.clean == nil && batch?.build == nil else {
            throw ValidationError("`--terminal` runs a shell, or the command that `--exec` names")
        }
        guard maximumAtOnce > 0 else { throw ValidationError("`--max-parallel` takes a number above zero") }
        if !ranges.isEmpty {
            guard !usesTerminal else { throw ValidationError("several cases do not go together with `--terminal`") }
            guard ranges.cases(session.environment, batch).count <= CaseRange.maximum else {
                throw ValidationError("the ranges make more than \(CaseRange.maximum) cases")
            }
        }
        if let timeout, !(timeout > 0 && timeout < 1e9) {
            throw ValidationError("`--timeout` takes a number of seconds above zero")
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
        guard !usesTerminal || LocalTerminal.isThere else {
            throw CommandFailure(
                status: .invalidArgument, what: "`--terminal` needs a terminal", hint: "leave it out in scripts")
        }
        let saver = DisplaySaver(directory: saveTo, console: context.console)
        try saver.prepare()
        let signals = try SignalReader([SIGINT, SIGTERM, SIGHUP] + (usesTerminal ? [SIGWINCH] : []))
        let uploads = try uploads()
        let code = try source()
        let client = try context.client()
        if !ranges.isEmpty {
            let runs = try caseRuns(client, context.console, code, uploads)
            return try report(await runs.perform(signals: signals), runs, context.console)
        }
        let request = try session.request(name: session.name ?? RandomName.session("run"), image: image)
        let runner = SessionRun(
            client: client,
            console: context.console,
            request: request,
            command: command(code),
            uploads: uploads,
            terminal: usesTerminal ? TerminalRun(client: client, command: batch?.exec) : nil,
            saver: saver,
            endsSession: endsSession,
            showsUse: showsUse,
            readsInput: !noInput && !files.contains("-"),
            isQuiet: isQuiet || output.isForPrograms,
            capture: output.isForPrograms ? OutputCapture() : nil
        )
        let outcome = await runner.perform(signals: signals)
        try report(outcome, request.name, runner, context.console)
    }

    private var endsSession: Bool { remove || !(keep || session.name != nil) }

    /// One run for each case, in sessions whose names are told apart by a number.
    private func caseRuns(
        _ client: BackendAIClient, _ console: Console, _ code: String, _ uploads: [LocalFile]
    ) throws -> CaseRuns {
        let prefix = session.name ?? RandomName.session("run")
        let cases = ranges.cases(session.environment, batch)
        let items = try cases.enumerated().map { index, variant in
            var order = self
            order.session.environment = variant.environment
            order.batch = batch.map { BatchCommands(clean: $0.clean, build: variant.build, exec: variant.exec) }
            let capture = OutputCapture()
            let run = SessionRun(
                client: client, console: console,
                request: try order.session.request(name: "\(prefix)-\(index + 1)", image: image),
                command: order.command(code), uploads: uploads, terminal: nil,
                saver: DisplaySaver(directory: saveTo.map { "\($0)/\(index + 1)" }, console: console),
                endsSession: endsSession, showsUse: showsUse, readsInput: false, isQuiet: true, capture: capture)
            return CaseRuns.Item(number: index + 1, variant: variant, run: run, capture: capture)
        }
        return CaseRuns(
            items: items, atOnce: min(maximumAtOnce, items.count), client: client, console: console,
            isQuiet: isQuiet || output.isForPrograms, isForPrograms: output.isForPrograms)
    }

    /// Ends with the code of the first case that did not end with 0.
    private func report(_ outcomes: [RunOutcome], _ runs: CaseRuns, _ console: Console) throws {
        if output.isForPrograms {
            let results = zip(runs.items, outcomes).map { item, outcome in
                outcome.json(session: item.run.request.name, item.capture)
            }
            try ResultPrinter(console: console, format: output).value(.array(results)) {}
        }
        throw ExitCode(outcomes.first { $0.exitCode != 0 }?.exitCode ?? 0)
    }

    private var isBatch: Bool { batch != nil || !files.isEmpty && files != ["-"] }

    private func command(_ code: String) -> ExecuteCommand {
        var commands: BatchCommands?
        if isBatch {
            // With files, whatever is not said is the language's own way.
            let rest = files.isEmpty ? nil : "*"
            commands = BatchCommands(
                clean: batch?.clean ?? rest, build: batch?.build ?? rest, exec: batch?.exec ?? rest)
        }
        return ExecuteCommand(
            mode: isBatch ? .batch : .query, code: code, isInteractive: shows, batch: commands, limit: timeout)
    }

    /// The files that go into the session first.
    private func uploads() throws -> [LocalFile] {
        guard !files.isEmpty, files != ["-"] else { return [] }
        if let absent = files.first(where: { basedir == nil && access($0, F_OK) != 0 }) {
            throw CommandFailure(
                status: .invalidArgument, what: "cannot open `\(absent)`", why: String(cString: strerror(errno)))
        }
        var base = basedir
        // A single file is at home wherever it comes from.
        if base == nil, files.count == 1, let slash = files[0].lastIndex(of: "/") {
            base = slash == files[0].startIndex ? "/" : String(files[0][..<slash])
            return try LocalFiles(base: base).files([String(files[0][files[0].index(after: slash)...])])
        }
        return try LocalFiles(base: base).files(files)
    }

    /// The text to run; none where commands are run.
    private func source() throws -> String {
        if let code { return code }
        if isBatch || usesTerminal { return "" }
        guard files == ["-"] else {
            throw CommandFailure(
                status: .invalidArgument, what: "there is nothing to run",
                hint: "backend.ai run -c \"print('hello world')\" python"
            )
        }
        do {
            return try FileText.read("/dev/stdin")
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
    }

    private func report(_ outcome: RunOutcome, _ name: String, _ runner: SessionRun, _ console: Console) throws {
        if let capture = runner.capture {
            try ResultPrinter(console: console, format: output).value(outcome.json(session: name, capture)) {}
        } else if case .failed(let failure) = outcome {
            throw failure
        } else if let notice = outcome.notice {
            console.note("backend.ai: \(notice)")
        }
        throw ExitCode(outcome.exitCode)
    }
}
