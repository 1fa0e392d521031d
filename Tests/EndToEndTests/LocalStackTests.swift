import Core
import Glibc
import TestSupport
import Testing

@Suite("The local stack", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct LocalStackTests {
    @Test("is started by the first command that needs it, once, however many come together")
    func tenAtOnce() async throws {
        try await TestStack.with(options: []) { stack in
            // The port is chosen before anything is started, since the usual one may be taken.
            try PrivateFile.write(#"{"port":0,"usesExampleKeypairs":false}"#, to: stack.state + "/options.json")
            let results = try await withThrowingTaskGroup(of: CommandResult.self) { group in
                for _ in 0..<10 { group.addTask { try await stack.run("ps", "--name-only") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.allSatisfy { $0.status == 0 }, "\(results.filter { $0.status != 0 })")
            #expect(results.filter { $0.error.contains("starting the local stack") }.count == 1)
            let status = try await stack.run("local", "status")
            #expect(status.status == 0 && status.output.contains("state: running"))
        }
    }

    @Test("inherits nothing of the command that starts it, which ends at once")
    func substitution() async throws {
        try await TestStack.with(options: []) { stack in
            try PrivateFile.write(#"{"port":0,"usesExampleKeypairs":false}"#, to: stack.state + "/options.json")
            let script =
                "out=$('\(TestMachine.programs)/backend.ai' run --no-input -c 'print(7)' python); echo \"[$out]\""
            let environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "BACKENDAI_STATE_DIR": stack.state]
            let result = try await Command("/bin/sh", ["-c", script], environment: environment).run(within: 60)
            #expect(result.output == "[7]\n", "\(result)")
        }
    }

    @Test("names who has taken its port, and needs a word before it is deleted")
    func portAndDelete() async throws {
        let holder = try await TestStack.with { first in
            let port = try #require(first.port)
            let second = try TestStack()
            let refused = try await second.run("local", "start", "--port", "\(port)")
            #expect(refused.status == 1)
            #expect(refused.error.contains("port \(port) is taken by `backend.ai-mana"), "\(refused)")
            #expect(refused.error.contains("hint: backend.ai local start --port 0"))
            let unasked = try await first.run("local", "delete")
            #expect(unasked.status == 4 && unasked.error.contains("--yes"))
            try await second.delete()
            return port
        }
        #expect(holder > 0)
    }

    @Test("of another build is replaced in place, and sessions go on")
    func replacement() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "--no-input", "-t", "kept-one", "-c", "x = 5", "python")
            try PrivateFile.write("another build", to: stack.state + "/build")
            let kept = try await stack.run("run", "--no-input", "-t", "kept-one", "-c", "print(x)", "python")
            #expect(kept.error.contains("replacing the local stack by that of this build; sessions go on"))
            #expect(kept.output == "5\n", "\(kept)")
        }
    }

    @Test("stops with its sessions, and says when its database is of a newer version")
    func stopAndNewer() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("start", "-t", "kept-one", "python")
            let stopped = try await stack.run("local", "stop")
            #expect(stopped.error.contains("ended 1 session"))
            #expect(stack.pid(of: "manager") == nil && stack.pid(of: "agent") == nil)

            let sql =
                "import sqlite3; c = sqlite3.connect('\(stack.state)/manager.sqlite'); c.execute('insert into schema_version values (999)'); c.commit()"
            _ = try await Command("/usr/bin/python3", ["-c", sql], environment: [:]).run()
            let refused = try await stack.run("ps")
            #expect(refused.status == 1 && refused.error.contains("has version 999"), "\(refused)")
            #expect(refused.error.contains("hint:"))
        }
    }
}
