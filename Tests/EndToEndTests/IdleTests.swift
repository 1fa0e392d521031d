import Core
import TestSupport
import Testing

@Suite("Idle sessions", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct IdleTests {
    @Test("a session that nobody uses is warned and ended, one that is exempt stays", .timeLimit(.minutes(3)))
    func idle() async throws {
        try await TestStack.with(options: ["--port", "0", "--agent-slots", "cpu=2,mem=2g"]) { stack in
            _ = try await stack.run("start", "-t", "lab-kept", "-r", "cpu=1", "-r", "mem=256m", "python")
            _ = try await stack.run("start", "-t", "lab-idle", "-r", "cpu=1", "-r", "mem=256m", "python")
            let exempt = try await stack.run("admin", "session", "exempt", "lab-kept")
            #expect(exempt.status == 0, "\(exempt)")
            let events = try stack.command(["events", "lab-idle"]).start()
            let update = try await stack.run(
                "admin", "keypair-resource-policy", "update", "default", "--idle-timeout", "8")
            #expect(update.status == 0, "\(update)")
            let ended = try await stack.run("wait", "lab-idle", "--for", "TERMINATED", "--timeout", "60")
            #expect(ended.status == 0, "\(ended)")
            let told = await events.finish()
            let names = told.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
            #expect(names.contains("session_idle_warning"), "\(told)")
            #expect(names.last == "session_terminated", "\(told)")
            let listed = try await stack.run("ps", "--all", "--fields", "name,status,status_info", "--plain")
            #expect(listed.output.contains("idle-timeout"), "\(listed)")
            let kept = try await stack.run("info", "lab-kept")
            #expect(kept.output.contains("RUNNING") && kept.output.contains("exempt"), "\(kept)")
            let history = try await stack.run("session", "history", "lab-idle")
            #expect(history.output.contains("TERMINATED") && history.output.contains("idle-timeout"), "\(history)")
        }
    }
}
