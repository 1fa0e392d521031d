import Core
import TestSupport
import Testing

@Suite(
    "The official client and sessions' lives",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)"),
    .serialized
)
struct OfficialEventTests {
    @Test("renames and restarts sessions: files stay, the interpreter forgets")
    func renameAndRestart() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            _ = try await OfficialClient.run("start", "-t", "lab-one", "python", on: stack)
            let renamed = try await OfficialClient.run("session", "rename", "lab-one", "lab-two", on: stack)
            #expect(renamed.status == 0, "\(renamed)")
            let code = "import os; open('kept', 'w').write('x'); state = 41; print(os.listdir())"
            _ = try await OfficialClient.run("run", "-q", "-t", "lab-two", "-c", code, "python", on: stack)
            let restarted = try await OfficialClient.run("restart", "lab-two", on: stack)
            #expect(restarted.status == 0 && restarted.error.contains("✓ Done."), "\(restarted)")
            let look = "import os; print(os.path.exists('kept'), 'state' in globals())"
            let looked = try await OfficialClient.run(
                "run", "-q", "-t", "lab-two", "-c", look, "python", on: stack)
            #expect(looked.output.hasPrefix("True False\n"), "\(looked)")
            let history = try await OfficialClient.run("session", "status-history", "lab-two", on: stack)
            #expect(history.status == 0 && history.error.contains("restarting"), "\(history)")
            let unknown = try await OfficialClient.run("restart", "nosuch", on: stack)
            #expect(unknown.status == 1)
        }
    }

    @Test("follows the events of a session to its end, and the stream of one named by its id is closed")
    func events() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            _ = try await OfficialClient.run("start", "-t", "lab-one", "python", on: stack)
            let json = try await OfficialClient.run("--output", "json", "ps", on: stack)
            let id = try #require(
                try JSONValue(parsing: json.outputBytes)["items"]?.items?.first?["session_id"]?.text)
            async let byID = OfficialClient.run("events", id, on: stack)
            async let watch = OfficialClient.run("watch", "lab-one", on: stack)
            // Both have a window to be listening before the end: clients do not say when they are.
            try await Task.sleep(for: .seconds(3))
            _ = try await OfficialClient.run("rm", "lab-one", on: stack)
            let events = try await byID
            #expect(events.status == 0, "\(events)")
            let names = events.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
            #expect(
                names == [
                    "kernel_terminating", "session_terminating", "kernel_terminated", "session_terminated",
                    "server_close",
                ])
            let watched = try await watch
            #expect(watched.status == 0 && watched.error.contains("session_terminated"), "\(watched)")
        }
    }

    @Test("watches a batch session and ends with its exit code")
    func watch() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let started = try await OfficialClient.run(
                "start", "-t", "lab-job", "--type", "batch", "--enqueue-only", "-c", "sleep 20; exit 3", "python",
                on: stack)
            #expect(started.status == 0, "\(started)")
            let watched = try await OfficialClient.run("watch", "lab-job", on: stack)
            #expect(watched.status == 3, "\(watched)")
            #expect(watched.error.contains("session_failure"), "\(watched)")
        }
    }

    @Test("shows what a session depends on, as a tree and as a table")
    func graph() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            _ = try await OfficialClient.run("start", "-t", "lab-first-x", "python", on: stack)
            let second = try await OfficialClient.run(
                "start", "-t", "lab-second-x", "--type", "batch", "--enqueue-only", "-c", "true",
                "--depends", "lab-first-x", "python", on: stack)
            #expect(second.status == 0, "\(second)")
            let tree = try await OfficialClient.run("session", "show-graph", "lab-second-x", on: stack)
            #expect(tree.status == 0, "\(tree)")
            #expect(
                tree.output.contains(#"second ("PENDING")"#) && tree.output.contains(#"first ("RUNNING" "#), "\(tree)")
            let table = try await OfficialClient.run("session", "show-graph", "--table", "lab-second-x", on: stack)
            #expect(table.status == 0 && table.output.contains("KernelStatus.PENDING"), "\(table)")
        }
    }
}
