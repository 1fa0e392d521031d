import BackendAIKit
import Core
import Foundation
import TestSupport

/// A manager over simulated agents, which stay when the manager is killed.
final class SimulatedStack {
    let state: String
    private let agents: RunningCommand
    private(set) var manager: RunningCommand?

    /// Starts the agents.
    init(agents count: Int, slots: String, startDelay: Double = 0) async throws {
        state = NSTemporaryDirectory() + "/backend.ai-simulated-\(UUID().uuidString.prefix(8))"
        try Directory.create(state)
        try PrivateFile.write(
            """
            [simulation]
            state-directory = "\(state)/simulation"
            agents = \(count)
            slots = "\(slots)"
            start-delay = \(startDelay)
            """, to: state + "/agents.toml")
        try PrivateFile.write(
            "AKIASIMULATEDAGENTS1\nsecret-of-the-simulated-agents-0123456789\n", to: state + "/keypair")
        try PrivateFile.write(
            """
            [manager]
            host = "127.0.0.1"
            port = 0
            state-directory = "\(state)"
            agent-socket = "\(state)/simulation/agents"
            port-file = "\(state)/port"
            pid-file = "\(state)/manager.pid"
            keypair-file = "\(state)/keypair"
            """, to: state + "/manager.toml")
        agents = try Command(
            TestMachine.programs + "/backend.ai-agent", ["--config", state + "/agents.toml"], environment: [:]
        ).start()
        for _ in 0..<1000 {
            let sockets = Directory.entries(state + "/simulation/agents").filter { $0.hasSuffix(".sock") }
            if sockets.count == count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StartFailure(reason: "the agents do not listen: \(agents.errorSoFar)")
    }

    /// Why a daemon did not start.
    struct StartFailure: Error {
        let reason: String
    }

    /// Starts the manager and waits until it answers.
    ///
    /// - Parameter crash: The point at which it is to die, and at which pass: `saved:2`.
    /// - Returns: A client, or nil when it died before it answered.
    /// - Throws: ``StartFailure`` when it lives and does not listen.
    func start(crashAt crash: String? = nil) async throws -> BackendAIClient? {
        try? FileManager.default.removeItem(atPath: state + "/port")
        let arguments = ["--config", state + "/manager.toml"] + (crash.map { ["--crash-at", $0] } ?? [])
        let running = try Command(
            TestMachine.programs + "/backend.ai-manager", arguments, environment: [:]
        ).start()
        manager = running
        for _ in 0..<1000 {
            if let port = try? PrivateFile.read(state + "/port") {
                return try client(port: port.trimmingCharacters(in: .whitespacesAndNewlines))
            }
            if !isAlive { return nil }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StartFailure(reason: "the manager does not listen: \(running.errorSoFar)")
    }

    private func client(port: String) throws -> BackendAIClient {
        BackendAIClient(
            ClientConfiguration(
                endpoint: try Endpoint(parsing: "http://127.0.0.1:\(port)"),
                keypair: Keypair(
                    accessKey: AccessKey(rawValue: "AKIASIMULATEDAGENTS1"),
                    secretKey: SecretKey("secret-of-the-simulated-agents-0123456789"))))
    }

    /// Whether the manager runs.
    var isAlive: Bool {
        guard let pid = manager?.pid, let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        else { return false }
        return !status.contains(") Z ")
    }

    /// Ends the manager at once.
    ///
    /// - Returns: Its last words.
    func killManager() async -> String {
        manager?.signal(SIGKILL)
        let result = await manager?.finish(within: 10)
        manager = nil
        return result?.error ?? ""
    }

    /// What the agents have done: a line each, `start KERNEL SESSION AGENT`.
    var journal: [[Substring]] {
        get throws {
            try String(contentsOfFile: state + "/simulation/journal", encoding: .utf8).split(separator: "\n").map {
                $0.split(separator: " ")
            }
        }
    }

    /// The rows that a query finds in the manager's database.
    func query(_ sql: String) async throws -> [[String]] {
        let script = """
            import json, sqlite3, sys
            rows = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True).execute(sys.argv[2]).fetchall()
            print(json.dumps([[str(cell) for cell in row] for row in rows]))
            """
        let result = try await Command(
            "/usr/bin/python3", ["-c", script, state + "/manager.sqlite", sql], environment: [:]
        ).run()
        guard result.status == 0 else { throw StartFailure(reason: result.error) }
        return try JSONDecoder().decode([[String]].self, from: Data(result.outputBytes))
    }

    /// Ends everything and removes it.
    func delete() async {
        _ = await killManager()
        agents.signal(SIGTERM)
        _ = await agents.finish(within: 10)
        try? FileManager.default.removeItem(atPath: state)
    }
}
