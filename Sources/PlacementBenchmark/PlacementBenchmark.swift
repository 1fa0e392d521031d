import Core
import Glibc
import Manager

/// Measures how many placements a manager makes durable in a second, and prints a JSON object of what it measured.
///
/// `PlacementBenchmark DIRECTORY AGENTS SESSIONS`: a directory for the database, so many agents, and so many sessions that wait.
@main
struct PlacementBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let agents = Int(arguments[2]), let sessions = Int(arguments[3]) else {
            print("usage: PlacementBenchmark DIRECTORY AGENTS SESSIONS")
            exit(2)
        }
        let path = arguments[1] + "/placements.sqlite"
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        let trial = try await PlacementTrial(path: path, agents: agents, sessions: sessions)
        let (placed, time) = try await trial.place()
        let seconds = time / .seconds(1)
        let report: JSONValue = [
            "agents": .integer(Int64(agents)), "placed": .integer(Int64(placed)), "seconds": .number(seconds),
            "placed_per_second": .number(Double(placed) / seconds),
        ]
        print(report.encodedText)
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
