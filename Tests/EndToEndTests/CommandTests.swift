import Core
import Foundation
import TestSupport
import Testing

@Suite("The commands", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct CommandTests {
    @Test("config tells which manager is used, and of the secret key its last four characters")
    func config() async throws {
        try await TestStack.with { stack in
            let keypair = try KeypairFile.read(stack.state + "/keypair")
            let config = try await stack.run("config")
            #expect(config.status == 0 && config.error == "")
            #expect(config.output.contains("Local stack: \(stack.state)\n"))
            #expect(config.output.contains("API endpoint: http://127.0.0.1:\(stack.port ?? 0)\n"))
            #expect(config.output.contains("Secret key: …\(keypair.secretKey.reveal().suffix(4))\n"))
            let json = try await stack.run("config", "--output", "json")
            for printed in [config.output, json.output] {
                #expect(!printed.contains(keypair.secretKey.reveal().dropLast(4)))
            }
        }
    }

    @Test("run keeps a session that it is told to keep, ends one that it is told to end, and reads a file")
    func keep() async throws {
        try await TestStack.with { stack in
            let kept = try await stack.run("run", "--no-input", "--keep", "-c", "print(5)", "python")
            #expect(kept.output == "5\n" && kept.status == 0)
            let name = try await stack.run("ps", "--name-only").output.filter { !$0.isNewline }
            #expect(name.hasPrefix("run-"))
            #expect(kept.error == "backend.ai: session `\(name)` is ready\n")
            let ended = try await stack.run("run", "--no-input", "--rm", "-t", name, "-c", "print(6)", "python")
            #expect(ended.output == "6\n" && ended.error == "")
            #expect(await stack.empties())
            let both = try await stack.run("run", "--rm", "--keep", "-c", "1", "python")
            #expect(both.status == 2 && both.error.contains("`--rm` and `--keep` contradict each other"))

            let file = stack.state + "/program.py"
            try PrivateFile.write("import os\nprint(os.environ['WORD'])\n", to: file)
            let read = try await stack.run("run", "--no-input", "-e", "WORD=a=b c", "python", file)
            #expect(read.output == "a=b c\n" && read.status == 0, "\(read)")
            let absent = try await stack.run("run", "python", "/nosuch.py")
            #expect(absent.status == 4)
            #expect(absent.error == "backend.ai: cannot open `/nosuch.py`\n  No such file or directory\n")
            let pair = try await stack.run("run", "-e", "WORD", "-c", "1", "python")
            #expect(pair.status == 2 && pair.error.contains("`--env` takes KEY=VALUE, not `WORD`"))
            let short = try await stack.run("run", "-t", "a", "-c", "1", "python")
            #expect(short.status == 4 && short.error.contains("hint: 4 to 64 letters"))
        }
    }

    @Test("a program that is run once ends as its own command would: its threads and exit functions are waited for")
    func ending() async throws {
        try await TestStack.with { stack in
            let code = """
                import atexit, threading, time
                atexit.register(print, 'bye')
                threading.Thread(target=lambda: (time.sleep(0.3), print('late'))).start()
                print('end')
                """
            let run = try await stack.run("run", "--no-input", "-c", code, "python")
            #expect(run.output == "end\nlate\nbye\n" && run.status == 0, "\(run)")
        }
    }

    @Test("a bootstrap script prepares the session as its user, before any code")
    func bootstrap() async throws {
        try await TestStack.with { stack in
            let script = stack.state + "/prepare.sh"
            try PrivateFile.write("id -u > who\necho $WORD\n", to: script)
            let order = ["start", "-t", "lab-one", "-e", "WORD=ready", "--bootstrap-script", script, "python"]
            #expect(try await stack.command(order).run().status == 0)
            let code = "print(open('who').read() + open('bootstrap.log').read(), end='')"
            let run = try await stack.run("run", "--no-input", "-q", "-t", "lab-one", "-c", code, "python")
            #expect(run.output == "1000\nready\n" && run.error == "", "\(run)")

            let absent = try await stack.run("start", "--bootstrap-script", "/nosuch.sh", "python")
            #expect(absent.status == 4 && absent.error.contains("cannot open `/nosuch.sh`"))
            try PrivateFile.write(String(repeating: "true\n", count: 4000), to: script)
            let long = try await stack.run("start", "--bootstrap-script", script, "python")
            #expect(long.status == 1 && long.error.contains("is longer than 16 KiB"), "\(long)")
        }
    }

    @Test("print JSON for programs, with bytes that are no UTF-8 beside their text")
    func json() async throws {
        try await TestStack.with { stack in
            let code = "import sys; sys.stdout.buffer.write(b'\\xff'); print('e', file=sys.stderr); sys.exit(3)"
            let run = try await stack.run("run", "--no-input", "--output", "json", "-c", code, "python")
            #expect(run.status == 3 && run.error == "")
            let outcome = try JSONValue(parsing: run.outputBytes)
            #expect(outcome["exit_code"] == 3 && outcome["origin"] == "program" && outcome["stderr"] == "e\n")
            #expect(outcome["stdout_base64"] == "/w==")

            let started = try await stack.run("start", "--output", "json", "-t", "lab-one", "python")
            let session = try JSONValue(parsing: started.outputBytes)
            #expect(session["name"] == "lab-one" && session["status"] == "RUNNING" && session["created"] == true)
            _ = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "print('안나')", "python")
            let logs = try await stack.run("logs", "--output", "json", "lab-one")
            #expect(try JSONValue(parsing: logs.outputBytes)["logs"] == "안나\n")
            let info = try JSONValue(parsing: try await stack.run("info", "--output", "json", "lab-one").outputBytes)
            #expect(info["items"]?.items?.first?["session_id"] == session["session_id"])
            let list = try JSONValue(parsing: try await stack.run("ps", "--output", "json").outputBytes)
            #expect(list["items"]?.items?.map { $0["name"] } == ["lab-one"])
            let removed = try JSONValue(parsing: try await stack.run("rm", "--output", "json", "lab-one").outputBytes)
            #expect(removed["items"]?.items?.first?["ok"] == true)
        }
    }

    @Test("rm ends what it can and says what it cannot; ended sessions are listed on demand")
    func remove() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("start", "-t", "lab-one", "python")
            _ = try await stack.run("start", "-t", "lab-two", "python")
            let removed = try await stack.run("rm", "lab-one", "lab-none", "lab-two")
            #expect(removed.status == 1 && removed.output == "")
            let said = removed.error
            #expect(said.contains("backend.ai: session `lab-one` ended\n") && said.contains("`lab-two` ended\n"))
            #expect(said.contains("backend.ai: no such session\n  Session (id=lab-none) does not exist.\nhint: "))
            #expect(await stack.empties())
            let dead = try await stack.run("ps", "--dead", "--name-only")
            #expect(dead.output.split(separator: "\n").sorted() == ["lab-one", "lab-two"])
            let empty = try await stack.run("ps")
            #expect(empty.output == "" && empty.error == "no sessions; start one by `backend.ai start python`\n")

            #expect(try await stack.run("rm").status == 4)
            for command in ["info", "logs"] {
                let unknown = try await stack.run(command, "lab-none")
                #expect(unknown.status == 1 && unknown.error.contains("hint: `backend.ai ps"), "\(unknown)")
            }
            let status = try await stack.run("ps", "-s", "NOPE")
            #expect(status.status == 2 && status.error.contains("`NOPE` is no status; the statuses are PENDING, "))
        }
    }
}
