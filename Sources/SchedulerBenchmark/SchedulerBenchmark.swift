import Core

/// Measures the scheduler's cycle, and prints a JSON object of what it measured.
///
/// `SchedulerBenchmark AGENTS SESSIONS [SEQUENCER]`: so many agents, and so many sessions that wait at once.
@main
struct SchedulerBenchmark {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let (agents, sessions) = (numbers.first ?? 10_000, numbers.dropFirst().first ?? 100_000)
        let cluster = BenchmarkCluster(agents: agents)
        var figures: [JSONValue.Member] = []
        let chosen = CommandLine.arguments.last.flatMap { Sequencer(rawValue: $0) }
        for sequencer in chosen.map({ [$0] }) ?? Sequencer.allCases {
            let measured = cluster.measure(sessions: sessions, by: sequencer)
            figures.append(.init(sequencer.rawValue, measured))
        }
        let report: JSONValue = [
            "agents": .integer(Int64(agents)), "sessions": .integer(Int64(sessions)), "sequencers": .object(figures),
        ]
        print(report.encodedText)
    }
}
