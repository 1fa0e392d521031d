import ArgumentParser
import Core
import Glibc

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Replay a trace of submissions over simulated agents",
        discussion: """
            The scheduler is the one that a manager has; the clock is virtual. A trace is a file of submissions, `-` is \
            standard input, and `--generate` makes one. Formats and model are described in docs/scheduling.md.
            """
    )

    @Argument(help: "The trace", completion: .file())
    var trace: String?

    @Option(help: ArgumentHelp("csv or swf (default: by the file's name, otherwise csv)", valueName: "name"))
    var format: String?

    @Flag(help: "Make a trace by the model instead of reading one")
    var generate = false

    @Option(help: ArgumentHelp("Which trace is made", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many sessions are made", valueName: "count"))
    var sessions = 2000

    @Option(help: ArgumentHelp("What is submitted, as a part of what the cluster can do", valueName: "part"))
    var load = 0.95

    @Option(
        help: ArgumentHelp("Write the trace that is made there, as CSV, instead of replaying it", valueName: "file"))
    var write: String?

    @OptionGroup(title: "Cluster") var simulation: SimulationOptions

    @Flag(help: "Ask for forecasts meanwhile, and tell how many came true")
    var forecast = false

    @Option(help: ArgumentHelp("console or json", valueName: "form"))
    var output = "console"

    func validate() throws {
        guard generate || trace != nil else { throw ValidationError("give a trace, or `--generate`") }
        guard !generate || trace == nil else { throw ValidationError("give a trace or `--generate`, not both") }
        guard generate || write == nil else { throw ValidationError("`--write` goes with `--generate`") }
    }

    func run() throws {
        let (cluster, options) = (try simulation.cluster(), try simulation.options())
        guard ["console", "json"].contains(output) else {
            throw SimulationProblem.invalid("`--output` cannot be `\(output)`", hint: "`console` or `json`")
        }
        let trace = try generate ? generated(for: cluster) : read(cores: cluster.cores)
        if let write { return try save(trace, to: write) }
        let result = replay(Simulation(trace, on: cluster, options: options))
        try tell(
            output == "json"
                ? result.report.json(result.forecast).encodedText + "\n" : result.report.text(result.forecast))
    }

    private func replay(_ simulation: Simulation) -> (report: SimulationReport, forecast: ForecastReport?) {
        var simulation = simulation
        guard forecast else { return (simulation.run(), nil) }
        var trial = ForecastTrial(simulation, every: max(simulation.trace.sessions.count / 50, 1))
        let (report, forecast) = trial.run()
        return (report, forecast)
    }

    private func generated(for cluster: SimulatedCluster) throws -> Trace {
        guard (1...TraceReader.mostSessions).contains(sessions) else {
            throw SimulationProblem.invalid(
                "`--sessions` cannot be \(sessions)", hint: "from 1 to \(TraceReader.mostSessions)")
        }
        guard load > 0.001, load <= 100 else {
            throw SimulationProblem.invalid(
                "`--load` cannot be \(load)", hint: "more than 0.001, at most 100; 1 is all")
        }
        return TraceModel(cluster: cluster, load: load).trace(of: sessions, seed: seed)
    }

    private func read(cores: Int) throws -> Trace {
        let path = trace ?? "-"
        let name = format ?? (path.lowercased().hasSuffix(".swf") ? "swf" : "csv")
        guard let format = TraceFormat(rawValue: name) else {
            throw SimulationProblem.invalid("`--format` cannot be `\(name)`", hint: "`csv` or `swf`")
        }
        var reader = TraceReader(format, coresPerAgent: cores)
        do {
            let file = try Descriptor.open(path == "-" ? "/dev/stdin" : path, O_RDONLY)
            while true {
                let bytes = try file.read(upTo: 256 << 10)
                if bytes.isEmpty { break }
                try reader.read(bytes)
            }
            return try reader.finish()
        } catch let error as TraceError {
            throw SimulationProblem.invalid("`\(path)`: \(error)", hint: error.hint)
        } catch let error as SystemCallError where error.path == nil {
            throw SimulationProblem.invalid("cannot \(error.call) `\(path)`: \(error.reason)")
        } catch {
            throw SimulationProblem.invalid("\(error)")
        }
    }

    private func save(_ trace: Trace, to path: String) throws {
        if path == "-" {
            try tell(CSVTraceWriter.header)
            for session in trace.sessions { try tell(CSVTraceWriter.line(session)) }
            return
        }
        do {
            let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
            var text = CSVTraceWriter.header
            for session in trace.sessions {
                text += CSVTraceWriter.line(session)
                guard text.utf8.count > 64 << 10 else { continue }
                try file.write(text.utf8)
                text = ""
            }
            try file.write(text.utf8)
        } catch {
            throw SimulationProblem.failure("cannot \(error.call) `\(path)`: \(error.reason)")
        }
    }

    private func tell(_ text: String) throws {
        do {
            try writeAll(text.utf8, to: STDOUT_FILENO)
        } catch {
            throw SimulationProblem.failure("\(error)")
        }
    }
}
