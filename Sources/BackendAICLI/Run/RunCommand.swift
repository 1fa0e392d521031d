import ArgumentParser
import Core

struct RunCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run code in a session and exit with its exit code",
        discussion: """
            Without --name the session is made for this run and ends with it. The program's standard input, output and \
            error are this command's own, byte for byte.
            """
    )

    @Argument(help: "The image, such as `python` or `python:3.11`", completion: LiveNames.images)
    var image: String

    @Argument(help: "Files that are uploaded and run; `-` is code from standard input", completion: .file())
    var files: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The code itself", valueName: "text"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            "A shell command that removes what an earlier build made; `*` is the image's own", valueName: "command"))
    var clean: String?

    @Option(help: ArgumentHelp("A shell command that builds the program; `*` is the image's own", valueName: "command"))
    var build: String?

    @Option(help: ArgumentHelp("A shell command that runs the program; `*` is the image's own", valueName: "command"))
    var exec: String?

    @Option(help: ArgumentHelp("Where the paths of files begin; the current directory when absent", valueName: "path"))
    var basedir: String?

    @Flag(help: "Open a terminal in the session: a shell, or the command of --exec")
    var terminal = false

    @Option(help: ArgumentHelp("End the program after so many seconds; the exit code is 124", valueName: "seconds"))
    var timeout: Double?

    @Flag(help: "Show as a notebook does: values of last expressions, figures, tables")
    var display = false

    @Option(help: ArgumentHelp("Where figures and files of ~/.output are saved", valueName: "directory"))
    var saveTo: String?

    @Flag(name: [.customLong("rm")], help: "End the session afterwards, even if it has a name")
    var remove = false

    @Flag(help: "Leave the session running afterwards, even if it has no name")
    var keep = false

    @Flag(name: .shortAndLong, help: "Tell on standard error what the session has used, where it ends with the run")
    var stats = false

    @Flag(name: .shortAndLong, help: "Print nothing but what the program prints")
    var quiet = false

    @Option(help: CaseRange.help("in the values of --env"))
    var envRange: [CaseRange] = []

    @Option(help: CaseRange.help("in the command of --build"))
    var buildRange: [CaseRange] = []

    @Option(help: CaseRange.help("in the command of --exec"))
    var execRange: [CaseRange] = []

    @Option(help: ArgumentHelp("How many of the cases that ranges make run at once", valueName: "number"))
    var maxParallel = 2

    @Flag(name: .long, help: "Do not read standard input; the program sees its end at once")
    var noInput = false

    @OptionGroup var session: SessionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try order.check() }

    private var batch: BatchCommands? {
        clean == nil && build == nil && exec == nil ? nil : BatchCommands(clean: clean, build: build, exec: exec)
    }

    /// The same as plain values.
    var order: RunOrder {
        RunOrder(
            image: image, files: files, code: code, batch: batch, basedir: basedir, usesTerminal: terminal,
            timeout: timeout, shows: display, saveTo: saveTo, remove: remove, keep: keep, showsUse: stats,
            isQuiet: quiet,
            noInput: noInput,
            ranges: RunRanges(environment: envRange, build: buildRange, exec: execRange), maximumAtOnce: maxParallel,
            session: session.choices, output: output.output)
    }

    func run(in context: CommandContext) async throws { try await order.run(in: context) }
}
