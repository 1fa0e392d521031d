import BackendAIKit
import Core
import Foundation
import TestSupport
import Testing

/// A manager that is killed with -9 again and again, over agents that are simulated and stay.
@Suite("A manager that is killed", .serialized)
struct CrashTests {
    /// The points at which a manager can be made to die; the last is any moment.
    private static let points = [
        "enqueued", "decided", "saving", "saved", "starting", "started", "running", "terminating", "stopped", "ended",
        "",
    ]
    private static let kills = FuzzRun.isSoak ? 1000 : 50

    @Test("loses no session, starts none twice, and leaves nothing allocated, wherever it dies")
    func killed() async throws {
        let stack = try await SimulatedStack(agents: 4, slots: "cpu=4,mem=8g", startDelay: 0.01)
        do {
            try await Self.course(of: stack)
        } catch {
            await stack.delete()
            throw error
        }
        await stack.delete()
    }

    private static func course(of stack: SimulatedStack) async throws {
        var random = SeededGenerator(seed: 2026)
        var promised: Set<String> = []
        var asked: Set<String> = []
        var deaths: [String: Int] = [:]
        for round in 0..<kills {
            let point = points[round % points.count]
            let crash = point.isEmpty ? nil : "\(point):\(Int.random(in: 1...2, using: &random))"
            let pause = Int.random(in: 1...300, using: &random)
            guard let client = try await stack.start(crashAt: crash) else {
                deaths[point, default: 0] += 1
                _ = await stack.killManager()
                continue
            }
            let names = (0..<6).map { "round-\(round)-\($0)" }
            asked.formUnion(names)
            let killer =
                point.isEmpty
                ? Task { [pid = stack.manager?.pid] in
                    try await Task.sleep(for: .milliseconds(pause))
                    if let pid { kill(pid, SIGKILL) }
                } : nil
            promised.formUnion(await load(client, names))
            await end(names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element), client)
            for _ in 0..<40 where stack.isAlive && !point.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            _ = try await killer?.value
            if !stack.isAlive { deaths[point, default: 0] += 1 }
            _ = await stack.killManager()
            try await check(stack, promised, asked)
        }
        try await settle(stack)
        try await check(stack, promised, asked)
        try await checkEnd(stack)
        // A point that never killed has shown nothing.
        #expect(points.allSatisfy { deaths[$0, default: 0] > 0 }, "\(deaths)")
    }

    /// Asks for sessions.
    ///
    /// - Returns: Those that have been promised.
    private static func load(_ client: BackendAIClient, _ names: [String]) async -> Set<String> {
        await withTaskGroup(of: String?.self) { group in
            for (index, name) in names.enumerated() {
                group.addTask {
                    var request = SessionRequest(name: name, image: "local/simulated:1")
                    request.resources = ["cpu": "1", "mem": "512m"]
                    if index % 2 == 0 {
                        request.type = .batch
                        request.startupCommand = "sleep 0.05"
                    }
                    if index >= 4 { (request.clusterSize, request.clusterMode) = (3, .multiNode) }
                    request.enqueueOnly = index % 3 == 0
                    request.maximumWait = 1
                    do throws(ClientError) {
                        _ = try await client.sessions.create(request)
                        return name
                    } catch {
                        // A manager that dies answers nothing; one that lives has no reason to refuse.
                        if case .problem(let report) = error, report.status < 500 { Issue.record("\(error)") }
                        return nil
                    }
                }
            }
            var promised: Set<String> = []
            for await name in group { if let name { promised.insert(name) } }
            return promised
        }
    }

    /// Ends sessions, those that are there.
    private static func end(_ names: [String], _ client: BackendAIClient) async {
        await withTaskGroup(of: Void.self) { group in
            for name in names { group.addTask { _ = try? await client.sessions.destroy(name) } }
        }
    }

    /// What must hold at every moment.
    private static func check(_ stack: SimulatedStack, _ promised: Set<String>, _ asked: Set<String>) async throws {
        let sessions = try await stack.query("SELECT name, count(*) FROM sessions GROUP BY name")
        #expect(sessions.allSatisfy { $0[1] == "1" && asked.contains($0[0]) }, "\(sessions)")
        let lost = promised.subtracting(sessions.map { $0[0] })
        #expect(lost.isEmpty, "promised and not there: \(lost)")
        let starts = try stack.journal.filter { $0[0] == "start" }.map { $0[1] }
        #expect(Set(starts).count == starts.count, "a kernel was started twice")
        let overdrawn = try await stack.query(
            """
            SELECT a.agent, a.slot, sum(a.amount) FROM allocations a WHERE a.freed_at IS NULL
            GROUP BY a.agent, a.slot HAVING sum(a.amount) > CASE a.slot WHEN 'cpu' THEN 4000 ELSE 8589934592000 END
            """)
        #expect(overdrawn.isEmpty, "\(overdrawn)")
        // Kernels of a session are placed together, run together, and have ended when it has.
        let torn = try await stack.query(
            """
            SELECT s.name, s.status, group_concat(k.status) FROM sessions s JOIN kernels k ON k.session_id = s.id
            GROUP BY s.id HAVING count(*) <> s.cluster_size
                OR count(DISTINCT k.status = 'PENDING') > 1
                OR s.status = 'RUNNING' AND sum(k.status <> 'RUNNING') > 0
                OR s.status IN ('TERMINATED', 'CANCELLED') AND sum(k.status NOT IN ('TERMINATED', 'CANCELLED')) > 0
            """)
        #expect(torn.isEmpty, "sessions whose kernels do not match: \(torn)")
        let orphaned = try await stack.query(
            """
            SELECT k.id, k.status, count(a.slot), count(a.freed_at) FROM kernels k
            LEFT JOIN allocations a ON a.kernel_id = k.id GROUP BY k.id
            HAVING CASE WHEN k.status = 'PENDING' THEN count(a.slot) > 0
                WHEN k.status IN ('TERMINATED', 'CANCELLED', 'ERROR') THEN count(a.freed_at) < count(a.slot)
                ELSE count(a.slot) <> 2 OR count(a.freed_at) > 0 END
            """)
        #expect(orphaned.isEmpty, "kernels whose allocations do not match their status: \(orphaned)")
    }

    /// Lets a manager live until every session has ended.
    private static func settle(_ stack: SimulatedStack) async throws {
        let client = try #require(try await stack.start())
        for _ in 0..<600 {
            let left = try await stack.query(
                "SELECT name FROM sessions WHERE status NOT IN ('TERMINATED', 'CANCELLED')")
            if left.isEmpty { return }
            for name in left { _ = try? await client.sessions.destroy(name[0]) }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("sessions do not end")
    }

    /// What must hold when every session has ended.
    private static func checkEnd(_ stack: SimulatedStack) async throws {
        let held = try await stack.query("SELECT count(*) FROM allocations WHERE freed_at IS NULL")
        #expect(held == [["0"]])
        let journal = try stack.journal
        let started = Set(journal.filter { $0[0] == "start" }.map { String($0[1]) })
        let stopped = Set(journal.filter { $0[0] == "stop" }.map { String($0[1]) })
        #expect(started == stopped, "kernels that nobody has stopped: \(started.subtracting(stopped))")
        let known = Set(try await stack.query("SELECT id FROM kernels").map { $0[0] })
        #expect(started.isSubset(of: known), "kernels that nobody knows: \(started.subtracting(known))")
        #expect(started.count > 50, "too little has run to say anything")
        let gangs = try await stack.query(
            "SELECT count(*) FROM sessions WHERE cluster_size > 1 AND status = 'TERMINATED'")
        #expect(gangs != [["0"]], "no session of several kernels has run")
        // Whatever is said to have run has been started.
        let ran = try await stack.query(
            """
            SELECT DISTINCT k.id FROM kernels k JOIN allocations a ON a.kernel_id = k.id
            WHERE k.status = 'TERMINATED' AND k.container_id IS NOT NULL
            """)
        #expect(Set(ran.map { $0[0] }).isSubset(of: started))
    }
}
