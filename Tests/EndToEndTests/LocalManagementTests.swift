import Core
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("backend.ai local", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct LocalManagementTests {
    @Test("shows what runs, and can stop the daemons while sessions go on")
    func status() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "x = 5", "python")
            let running = try JSONValue(
                parsing: try await stack.run("local", "status", "--output", "json").outputBytes)
            #expect(running["state"] == "running" && running["this build"] == true)
            #expect(running["endpoint"]?.text == "http://127.0.0.1:\(stack.port ?? 0)")
            #expect(running["manager"] == .integer(Int64(stack.pid(of: "manager") ?? 0)))
            let again = try await stack.run("local", "start")
            #expect(again.error == "backend.ai: the local stack answers at http://127.0.0.1:\(stack.port ?? 0)\n")
            let logs = try await stack.run("local", "logs")
            #expect(logs.error.contains("==> \(stack.state)/manager.log <==\n") && logs.output.contains("listening"))

            let stopped = try await stack.run("local", "stop", "--keep-sessions")
            #expect(stopped.status == 0 && stopped.error == "backend.ai: the local stack has stopped\n")
            let status = try await stack.run("local", "status")
            #expect(status.status == 1 && status.output.hasPrefix("state: stopped\n"))
            let twice = try await stack.run("local", "stop")
            #expect(twice.status == 0 && twice.error == "backend.ai: the local stack does not run\n")

            let kept = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "print(x)", "python")
            #expect(kept.output == "5\n", "\(kept)")
        }
    }

    @Test("a stack of programs in another directory is taken over in place, and sessions go on")
    func otherBuild() async throws {
        let directory = try TestStack().state
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let names = ["backend.ai", "backend.ai-manager", "backend.ai-agent"]
        for name in names + ["static/backend.ai-kernel-runner"] {
            let target = "\(directory)/\(name.split(separator: "/").last ?? "")"
            try FileManager.default.copyItem(atPath: "\(TestMachine.programs)/\(name)", toPath: target)
            // A copy is as old as its original, but it was not built together with it.
            utimes(target, nil)
        }
        try await TestStack.with { stack in
            _ = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "x = 5", "python")
            let streaming = try stack.command(
                ["run", "--no-input", "-t", "lab-two", "-c", RestartTests.counting, "python"]
            ).start()
            #expect(await streaming.prints("3\n"))
            let agent = stack.pid(of: "agent")
            var other = stack.command(["run", "--no-input", "-q", "-t", "lab-one", "-c", "print(x)", "python"])
            other.program = directory + "/backend.ai"
            let kept = try await other.run()
            #expect(kept.output == "5\n" && kept.status == 0, "\(kept)")
            #expect(
                kept.error == "backend.ai: replacing the local stack by that of this build; sessions go on\n")
            #expect(stack.pid(of: "agent") != agent)
            streaming.signal(SIGKILL)
            _ = await streaming.finish()
            let back = try await stack.run("ps", "--name-only")
            #expect(back.output.split(separator: "\n").sorted() == ["lab-one", "lab-two"], "\(back)")
        }
    }

    @Test("delete goes on past what it cannot remove, and says what that is")
    func deletePastFailures() async throws {
        let stack = try TestStack()
        let pinned = stack.state + "/pinned"
        try PrivateFile.write("", to: pinned)
        let attribute = Command("/usr/bin/chattr", ["+i", pinned], environment: [:])
        guard try await attribute.run().status == 0 else { return try await stack.delete() }
        _ = try await stack.run("local", "start", "--port", "0")
        _ = try await stack.run("start", "-t", "lab-one", "python")
        let partial = try await stack.run("local", "delete", "--yes")
        #expect(partial.status == 1)
        #expect(partial.error.contains("/pinned`: Operation not permitted\n"), "\(partial)")
        #expect(partial.error.contains("backend.ai: something of the local stack is left\nhint: "))
        #expect(Directory.entries(stack.state) == ["pinned"])
        _ = try await Command("/usr/bin/chattr", ["-i", pinned], environment: [:]).run()
        try await stack.delete()
        let gone = try await stack.run("local", "delete", "--yes")
        #expect(gone.status == 0 && gone.error == "backend.ai: there is no local stack in `\(stack.state)`\n")
    }
}
