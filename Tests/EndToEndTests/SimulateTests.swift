import Core
import Foundation
import TestSupport
import Testing

@Suite("backend.ai-manager simulate")
struct SimulateTests {
    private static func manager(_ arguments: String...) -> Command {
        Command("\(TestMachine.programs)/backend.ai-manager", arguments, environment: [:])
    }

    private static func simulate(
        _ arguments: String..., input: String? = nil
    ) async throws -> CommandResult {
        try await Command(
            "\(TestMachine.programs)/backend.ai-manager", ["simulate"] + arguments, environment: [:]
        ).run(input: input.map { Array($0.utf8) })
    }

    @Test("replays a trace that it reads, and prints figures for people or for programs")
    func replay() async throws {
        let trace = """
            submit,run,slots,limit
            0,100,cpu=4,100
            10,10,cpu=4,20
            20,5,cpu=1,5
            """
        let people = try await Self.simulate("-", "--agents", "1", "--cores", "4", input: trace)
        #expect(people.status == 0 && people.error.isEmpty)
        #expect(people.output.contains("sessions              3 of 3 started, 0 by back-fill\n"))
        #expect(people.output.contains("reserved starts       2 kept, none late\n"), "\(people)")

        let programs = try await Self.simulate(
            "-", "--agents", "1", "--cores", "4", "--output", "json", input: trace)
        let report = try JSONValue(parsing: programs.outputBytes)
        #expect(report["started"] == 3 && report["makespan"] == 115)
        #expect(report["waiting"]?["max"] == 90)
        #expect(report["utilisation"]?["cpu"] == 1)
        #expect(report["forecast"] == nil)

        let forecast = try await Self.simulate(
            "-", "--agents", "1", "--cores", "4", "--forecast", "--output", "json", input: trace)
        #expect(try JSONValue(parsing: forecast.outputBytes)["forecast"]?["asked"] == 2)
    }

    @Test("makes a trace, writes it, and replays it with the same result as the one that was made")
    func generate() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("trace.csv").path
        let model = ["--generate", "--seed", "3", "--sessions", "60"]
        let written = try await Self.manager("simulate").with(model + ["--write", path]).run()
        #expect(written.status == 0 && written.output.isEmpty && written.error.isEmpty)

        let made = try await Self.manager("simulate").with(model + ["--output", "json"]).run()
        let read = try await Self.simulate(path, "--output", "json")
        #expect(made.status == 0 && made.outputBytes == read.outputBytes && !made.output.isEmpty)
    }

    @Test(
        "refuses what it cannot use with 4 and a hint, and a wrong command line with 2",
        arguments: [
            (["-", "--agents", "0"], 4, "`--agents` cannot be 0\nhint: from 1 to 100000"),
            (
                ["-", "--memory", "much"], 4,
                "`--memory much` is no amount\nhint: more than 0, such as `64`, or `512g` of memory"
            ),
            (["-", "--slot", "gpu"], 4, "`--slot gpu` is not understood"),
            (["-", "--scheduler", "fifi"], 4, "`--scheduler` cannot be `fifi`\nhint: did you mean `fifo`?"),
            (["-", "--backfill", "maybe"], 4, "`--backfill` cannot be `maybe`\nhint: `on` or `off`"),
            (["-", "--selection", "any"], 4, "`--selection` cannot be `any`\nhint: one of dispersed, concentrated"),
            (["-", "--format", "xml"], 4, "`--format` cannot be `xml`\nhint: `csv` or `swf`"),
            (["-", "--output", "xml"], 4, "`--output` cannot be `xml`\nhint: `console` or `json`"),
            (["--generate", "--sessions", "0"], 4, "`--sessions` cannot be 0"),
            (["--generate", "--load", "nan"], 4, "`--load` cannot be nan"),
            (["-"], 4, "`-`: the trace is empty\nhint: its first line names the columns"),
            (["/nowhere"], 4, "cannot open `/nowhere`: No such file or directory\n"),
            (["/"], 4, "cannot read `/`: Is a directory\n"),
            (["--generate", "--write", "/dev/full"], 1, "cannot write `/dev/full`: No space left on device\n"),
            (
                ["--generate", "--write", "/nowhere/trace"], 1,
                "cannot open `/nowhere/trace`: No such file or directory\n"
            ),
            ([], 2, "give a trace, or `--generate`"),
            (["-", "--generate"], 2, "give a trace or `--generate`, not both"),
            (["-", "--seed", "x"], 2, "The value 'x' is invalid for '--seed <number>'"),
            (["-", "--nonsense"], 2, "Unknown option '--nonsense'"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, said: String) async throws {
        let result = try await Self.manager("simulate").with(arguments).run()

        #expect(result.status == status && result.error.contains(said), "\(result)")
        #expect(result.output.isEmpty && result.error.hasPrefix("backend.ai-manager: "))
    }

    @Test("a trace without any submission is no mistake")
    func nothing() async throws {
        let result = try await Self.simulate("-", "--format", "swf", input: "; a comment\n")
        #expect(result.status == 0 && result.output.contains("0 of 0 started"))
    }

    @Test("a manager is started without a command's name, as before")
    func serve() async throws {
        let result = try await Self.manager("--config", "/nowhere/manager.toml").run()
        #expect(result.status == 1)
        #expect(result.error.hasPrefix("backend.ai-manager: cannot open `/nowhere/manager.toml`"))
        let help = try await Self.manager("--help").run()
        #expect(help.status == 0 && help.output.contains("simulate"))
    }
}

extension Command {
    /// The same command with more arguments.
    fileprivate func with(_ more: [String]) -> Command {
        var command = self
        command.arguments += more
        return command
    }
}
