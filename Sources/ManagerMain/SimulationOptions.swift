import ArgumentParser
import Core

/// The agents of a simulation, and how they are scheduled.
struct SimulationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many agents there are", valueName: "count"))
    var agents = 4

    @Option(help: ArgumentHelp("The cores of each agent", valueName: "count"))
    var cores = 128

    @Option(help: ArgumentHelp("The memory of each agent (default: 8g for each core)", valueName: "size"))
    var memory: String?

    @Option(
        help: ArgumentHelp("What else each agent has, such as cuda.device=8; may be repeated", valueName: "slot=amount")
    )
    var slot: [String] = []

    @Option(help: ArgumentHelp("Who comes first: fifo, lifo, drf or fair-share", valueName: "name"))
    var scheduler = Sequencer.fifo.rawValue

    @Option(help: ArgumentHelp("Whether sessions may pass one that waits: on or off", valueName: "switch"))
    var backfill = "on"

    @Option(
        help: ArgumentHelp("Where: dispersed, concentrated, round-robin or topology-aware", valueName: "name"))
    var selection = SchedulingOptions.Selection.dispersed.rawValue

    @Option(help: ArgumentHelp("Of preemptible sessions: off, terminate or requeue", valueName: "what"))
    var preemption = SchedulingOptions.Preemption.off.rawValue

    /// The cluster that is meant.
    func cluster() throws(SimulationProblem) -> SimulatedCluster {
        guard (1...100_000).contains(agents) else {
            throw .invalid("`--agents` cannot be \(agents)", hint: "from 1 to 100000")
        }
        guard (1...1_000_000).contains(cores) else {
            throw .invalid("`--cores` cannot be \(cores)", hint: "from 1 to 1000000")
        }
        var others = ResourceSlots([.mem: Quantity(Int64(cores) << 33)])
        if let memory { others[.mem] = try amount(memory, of: .mem, in: "--memory \(memory)") }
        for text in slot {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, !["cpu", "mem"].contains(parts[0]) else {
                throw .invalid(
                    "`--slot \(text)` is not understood",
                    hint: "such as `--slot cuda.device=8`; see `--cores`, `--memory`")
            }
            others[SlotName(parts[0])] = try amount(parts[1], of: SlotName(parts[0]), in: "--slot \(text)")
        }
        return SimulatedCluster(agents: agents, cores: cores, others: others)
    }

    /// How it is scheduled.
    func options() throws(SimulationProblem) -> SchedulingOptions {
        guard ["on", "off"].contains(backfill) else {
            throw .invalid("`--backfill` cannot be `\(backfill)`", hint: "`on` or `off`")
        }
        return SchedulingOptions(
            sequencer: try one("--scheduler", scheduler), selection: try one("--selection", selection),
            allowsBackfill: backfill == "on", preemption: try one("--preemption", preemption))
    }

    private func amount(_ text: String, of slot: SlotName, in option: String) throws(SimulationProblem) -> Quantity {
        guard let amount = slot.quantity(parsing: text), amount > .zero, !amount.isInfinite else {
            throw .invalid("`\(option)` is no amount", hint: "more than 0, such as `64`, or `512g` of memory")
        }
        return amount
    }

    private func one<Choice: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String
    ) throws(SimulationProblem) -> Choice where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let near = NearestName.suggestion(for: text, among: names)
        throw .invalid(
            "`\(option)` cannot be `\(text)`",
            hint: near.map { "did you mean `\($0)`?" } ?? "one of \(names.joined(separator: ", "))")
    }
}

/// Why there is no simulation.
struct SimulationProblem: Error, CustomStringConvertible {
    let status: Int32
    let description: String
    let hint: String?

    /// An argument was understood but cannot be used.
    static func invalid(_ what: String, hint: String? = nil) -> SimulationProblem {
        SimulationProblem(status: 4, description: what, hint: hint)
    }

    /// Something else went wrong.
    static func failure(_ what: String, hint: String? = nil) -> SimulationProblem {
        SimulationProblem(status: 1, description: what, hint: hint)
    }
}
