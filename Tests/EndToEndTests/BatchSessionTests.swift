import Foundation
import TestSupport
import Testing

@Suite("Batch sessions", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct BatchSessionTests {
    /// What `info` says of a session once it has ended.
    private func ended(_ name: String, _ stack: TestStack) async throws -> (
        status: String, result: String, info: String
    ) {
        for _ in 0..<300 {
            let list = try await stack.run("ps", "--all", "--output", "json")
            let sessions = try JSONSerialization.jsonObject(with: Data(list.outputBytes)) as? [String: Any]
            let items = sessions?["items"] as? [[String: Any]] ?? []
            let session = items.first { $0["name"] as? String == name }
            if let session, session["status"] as? String == "TERMINATED" {
                let id = session["id"] as? String ?? name
                let info = try await stack.run("info", id, "--output", "json")
                let answer = try JSONSerialization.jsonObject(with: Data(info.outputBytes)) as? [String: Any]
                let detail = (answer?["items"] as? [[String: Any]])?.first
                return ("TERMINATED", detail?["result"] as? String ?? "", info.output)
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return ("", "", "")
    }

    @Test("a command that succeeds is a success, and its output is there when its session is gone")
    func success() async throws {
        try await TestStack.with { stack in
            let made = try await stack.run(
                "create", "-t", "work", "--type", "batch", "-c", "echo out; echo err >&2; read x; echo end", "bash")
            #expect(made.status == 0, "\(made)")
            let end = try await ended("work", stack)
            #expect(end.result == "SUCCESS", "\(end)")
            let logs = try await stack.run("session", "logs", "work")
            #expect(logs.output.contains("out\n") && logs.output.contains("err\n") && logs.output.contains("end\n"))
        }
    }

    @Test("a command that fails is a failure, with its exit code")
    func failure() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("create", "-t", "work", "--type", "batch", "-c", "exit 7", "bash")
            let end = try await ended("work", stack)
            #expect(end.result == "FAILURE", "\(end)")
            #expect(end.info.contains("task-failed"))
        }
    }

    @Test("a job goes on while the agent is away, and the next one learns how it ends")
    func restart() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run(
                "create", "-t", "work", "--type", "batch", "-c", "echo before; sleep 2; echo after; exit 0", "bash")
            let agent = try #require(stack.pid(of: "agent"))
            kill(agent, SIGKILL)
            try await Task.sleep(for: .seconds(3))
            let end = try await ended("work", stack)
            #expect(end.result == "SUCCESS", "\(end)")
            let logs = try await stack.run("session", "logs", "work")
            #expect(logs.output.contains("before\n") && logs.output.contains("after\n"))
        }
    }

    @Test("a batch session needs a command, and only a batch session takes one")
    func commandLine() async throws {
        try await TestStack.with(options: []) { stack in
            let without = try await stack.run("create", "--type", "batch", "bash")
            #expect(without.status == 2)
            let with = try await stack.run("create", "-c", "x", "bash")
            #expect(with.status == 2)
        }
    }
}
