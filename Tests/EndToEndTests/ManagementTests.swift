import Core
import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "Contexts, waiting and looking after a stack",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ManagementTests {
    @Test("a context reaches a stack from outside, by a keypair that was proved")
    func context() async throws {
        try await TestStack.with { stack in
            let keypair = try KeypairFile.read(stack.state + "/keypair")
            let secret = stack.state + "/secret"
            try PrivateFile.write(keypair.secretKey.reveal() + "\n", to: secret)
            let endpoint = "http://127.0.0.1:\(stack.port ?? 0)"
            let login = [
                "login", "--context", "lab", "--endpoint", endpoint, "--keypair", "--access-key",
                "\(keypair.accessKey)", "--secret-file", secret,
            ]
            let first = try await stack.command(login).run()
            #expect(first.status == 0, "\(first)")
            #expect(first.error.hasSuffix("backend.ai: kept in the context `lab`\n"))
            let config = try await stack.run("config", "--output", "json")
            let value = try JSONValue(parsing: config.outputBytes)
            #expect(value["API endpoint"]?.text == endpoint && value["Configured by"] == "the context `lab`")
            #expect(value["Local stack"] == nil)

            try PrivateFile.write("wrong\n", to: secret)
            let wrong = try await stack.command(login).run()
            #expect(wrong.status == 1 && wrong.error.contains("  Signature mismatch\n"), "\(wrong)")
            let run = try await stack.run("run", "--no-input", "-c", "print(7)", "python", "--context", "lab")
            #expect(run.output == "7\n", "\(run)")
            let local = try await stack.run("config", "--context", "local")
            #expect(local.output.contains("Configured by: the local stack\n"))
        }
    }

    @Test("waiting succeeds when a session is there, and fails when it can no longer get there")
    func waiting() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("start", "-t", "lab-one", "python")
            let there = try await stack.run("wait", "lab-one", "--for", "running", "--timeout", "20")
            #expect(there.status == 0 && there.error == "backend.ai: session `lab-one` is RUNNING\n", "\(there)")
            let late = try await stack.run("wait", "lab-one", "--for", "TERMINATED", "--timeout", "1")
            #expect(late.status == 3, "\(late)")
            let waiting = try stack.command(["wait", "lab-one", "--for", "TERMINATED", "--timeout", "60"]).start()
            #expect(try await stack.run("rm", "lab-one").status == 0)
            let ended = await waiting.finish()
            #expect(ended.status == 0, "\(ended)")
            let never = try await stack.run("wait", "lab-one", "--for", "RUNNING")
            #expect(never.status == 1 && never.error.contains("it is TERMINATED"), "\(never)")
            #expect(try await stack.run("wait", "lab-none").status == 1)
            let history = try await stack.run("session", "status-history", "lab-one")
            #expect(history.output.hasPrefix("STATUS") && history.output.contains("TERMINATED"), "\(history)")
        }
    }

    @Test("the doctor finds a stack well, the agent's and the manager's own commands agree, and nothing is started")
    func doctor() async throws {
        try await TestStack.with { stack in
            let doctor = try await stack.run("doctor", "--output", "json")
            let report = try JSONValue(parsing: doctor.outputBytes)
            #expect(doctor.status == 0 && report["faults"] == 0, "\(doctor)")
            let names = report["checks"]?.items?.compactMap { $0["check"]?.text } ?? []
            #expect(names.contains("signature") && names.contains("cgroups") && names.contains("container runtime"))
            #expect(try await stack.run("mgr", "health").status == 0)
            let agent = try await stack.run("ag", "status")
            #expect(agent.status == 0 && agent.output.hasPrefix("state: running\n"), "\(agent)")

            _ = try await stack.run("local", "stop")
            let stopped = try await stack.run("doctor")
            #expect(
                stopped.status == 0 && stopped.output.contains("the stack of this machine does not run"), "\(stopped)")
            #expect(try await stack.run("mgr", "health").status == 1)
            #expect(try await stack.run("ag", "status").status == 1)
            #expect(try await stack.run("__complete", "sessions").output == "")
            #expect(stack.pid(of: "manager") == nil)
        }
    }

    @Test("names are completed from a stack that runs, in a moment")
    func completion() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("start", "-t", "lab-one", "python")
            let started = ContinuousClock.now
            let names = try await stack.run("__complete", "sessions")
            #expect(names.output == "lab-one\n" && names.status == 0, "\(names)")
            #expect(ContinuousClock.now - started < .seconds(1))
        }
    }

    @Test(
        "the database is opened for reading, unless writing is asked for",
        .enabled(if: HostProgram.find("sqlite3") != nil, "sqlite3 is not installed"))
    func databaseShell() async throws {
        try await TestStack.with { stack in
            let read = try await stack.run("mgr", "dbshell", "select count(*) from sessions")
            #expect(read.status == 0 && read.output == "0\n", "\(read)")
            let refused = try await stack.run("mgr", "dbshell", "create table notes (text)")
            #expect(refused.status != 0 && refused.error.contains("readonly"), "\(refused)")
            let written = try await stack.run(
                "mgr", "dbshell", "--write", "create table notes (text); drop table notes")
            #expect(written.status == 0, "\(written)")
        }
    }

    @Test("a mistyped word is told with the nearest command or option")
    func mistyped() async throws {
        let stack = try TestStack()
        let command = try await stack.run("sesion", "list")
        #expect(command.status == 2)
        #expect(command.error == "backend.ai: there is no command `sesion`\nhint: did you mean `backend.ai session`?\n")
        let option = try await stack.run("ps", "--runing")
        #expect(option.status == 2)
        #expect(option.error == "backend.ai: unknown option `--runing`\nhint: did you mean `--running`?\n")
        let page = try await stack.run("help", "environment")
        #expect(page.status == 0 && page.output.contains("BACKEND_ENDPOINT_TYPE"))
        try FileManager.default.removeItem(atPath: stack.state)
    }
}
