import Glibc
import TestSupport
import Testing

@Suite("Restarts", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct RestartTests {
    /// Prints 30 numbers in three seconds and exits with 9.
    static let counting = """
        import time
        for i in range(30):
            print(i, flush=True); time.sleep(0.1)
        raise SystemExit(9)
        """

    @Test("an agent that is killed while a run streams loses nothing of it, and its code is the right one")
    func agent() async throws {
        try await TestStack.with { stack in
            let run = try stack.command(["run", "--no-input", "-c", Self.counting, "python"]).start()
            #expect(await run.prints("5\n"))
            let agent = try #require(stack.pid(of: "agent"))
            kill(agent, SIGKILL)
            let back = try await stack.run("local", "start")
            #expect(back.error.contains("starting the local stack's agent again; sessions go on"))
            let result = await run.finish()
            #expect(result.output == (0..<30).map { "\($0)\n" }.joined())
            #expect(result.status == 9, "\(result)")
        }
    }

    @Test("an agent that is killed is there again for the next command, for new sessions and for those it has")
    func agentBetweenCommands() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "--no-input", "-t", "kept-one", "-c", "x = 5", "python")
            for arguments in [["-t", "kept-one", "-c", "print(x)"], ["-c", "print(5)"]] {
                kill(try #require(stack.pid(of: "agent")), SIGKILL)
                let next = try await stack.command(["run", "--no-input"] + arguments + ["python"]).run()
                #expect(next.output == "5\n" && next.status == 0, "\(next)")
            }
        }
    }

    @Test("a manager that is killed finds its sessions, with their state, when it is back")
    func manager() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "--no-input", "-t", "kept-one", "-c", "x = 5", "python")
            let manager = try #require(stack.pid(of: "manager"))
            kill(manager, SIGKILL)
            let kept = try await stack.run("run", "--no-input", "-t", "kept-one", "-c", "print(x)", "python")
            #expect(kept.output == "5\n", "\(kept)")
        }
    }

    @Test("a manager that is killed ends the streams through it, with 125; a session made for the run does not stay")
    func managerWhileStreaming() async throws {
        try await TestStack.with { stack in
            let run = try stack.command(["run", "--no-input", "-c", Self.counting, "python"]).start()
            #expect(await run.prints("5\n"))
            kill(try #require(stack.pid(of: "manager")), SIGKILL)
            let broken = await run.finish()
            #expect(broken.status == 125)
            #expect(broken.error.hasPrefix("backend.ai: the connection to the manager broke\n"), "\(broken)")
            let back = try await stack.run("local", "start")
            #expect(back.status == 0)
            #expect(await stack.empties(within: 2))
        }
    }
}
