import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct RunCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run code in a session and exit with its exit code",
        discussion: """
            Without --name the session is made for this run and ends with it. The program's standard input, output and \
            error are this command's own, byte for byte.
            """
    )

    @Argument(help: "The image, such as `python` or `python:3.11`")
    var image: String

    @Argument(help: "A file with the code; `-` is standard input")
    var files: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The code itself", valueName: "text"))
    var code: String?

    @Flag(name: [.customLong("rm")], help: "End the session afterwards, even if it has a name")
    var remove = false

    @Flag(help: "Leave the session running afterwards, even if it has no name")
    var keep = false

    @Flag(name: .shortAndLong, help: "Print nothing but what the program prints")
    var quiet = false

    @Flag(name: .long, help: "Do not read standard input; the program sees its end at once")
    var noInput = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !(remove && keep) else { throw ValidationError("`--rm` and `--keep` contradict each other") }
    }

    func run(in context: CommandContext) async throws {
        let signals = try SignalReader([SIGINT, SIGTERM, SIGHUP])
        let code = try source()
        let isNamed = session.name != nil
        let request = try session.request(name: session.name ?? RandomName.session("run"), image: image)
        let client = try client(context)
        let runner = SessionRun(
            client: client,
            console: context.console,
            request: request,
            command: ExecuteCommand(mode: .query, code: code, isInteractive: false),
            endsSession: remove || !(keep || isNamed),
            readsInput: !noInput && !files.contains("-"),
            isQuiet: quiet || output.output == .json,
            capture: output.output == .json ? OutputCapture() : nil
        )
        let outcome = await runner.perform(signals: signals)
        try report(outcome, request.name, runner, context.console)
    }

    private func client(_ context: CommandContext) throws -> BackendAIClient {
        do {
            return try context.client()
        } catch var failure as CommandFailure {
            if failure.status == .failure { failure.status = .platformFailure }
            throw failure
        }
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
