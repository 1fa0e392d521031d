import Foundation
import TestSupport
import Testing

@Suite(
    "The official client's files, batch runs and services",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)")
)
struct OfficialFileTests {
    private static let hasSecureShell =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh")
        && ["/usr/sbin/dropbear", "/usr/sbin/sshd"].contains { FileManager.default.isExecutableFile(atPath: $0) }

    private func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/bai-official-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    @Test("run uploads its files, builds, executes, and tells how each step ended")
    func batch() async throws {
        try await withDirectory { directory in
            try "import helper, sys\nprint(helper.TEXT)\nprint('e', file=sys.stderr)\nsys.exit(3)\n"
                .write(toFile: directory + "/main.py", atomically: false, encoding: .utf8)
            try "TEXT = '안녕'\n".write(toFile: directory + "/helper.py", atomically: false, encoding: .utf8)
            try await TestStack.with(options: OfficialClient.stackOptions) { stack in
                let run = try await OfficialClient.run(
                    "run", "--rm", "--build", "echo built", "--exec", "python3 main.py", "--basedir", directory,
                    "python",
                    "\(directory)/main.py", "\(directory)/helper.py", on: stack)
                #expect(run.status == 0)
                #expect(run.output == "built\n안녕\n", "\(run)")
                for line in [
                    "✓ [0] Clean finished. (exit code = 0)", "✓ [0] Build finished. (exit code = 0)",
                    "✓ [0] Execution finished. (exit code = 3)",
                ] {
                    #expect(run.error.contains(line), "\(run)")
                }
                #expect(run.error.contains("e\n"))
            }
        }
    }

    @Test("a program of batch mode that asks for a line is given one", .timeLimit(.minutes(2)))
    func input() async throws {
        try await withDirectory { directory in
            try "read name; echo got $name\n".write(toFile: directory + "/main.sh", atomically: false, encoding: .utf8)
            try await TestStack.with(options: OfficialClient.stackOptions) { stack in
                let run = try await OfficialClient.run(
                    "run", "-q", "--rm", "--basedir", directory, "bash", "\(directory)/main.sh", on: stack,
                    input: "Ada\n")
                #expect(run.output == "got Ada\n", "\(run)")
            }
        }
    }

    @Test("run tells the addresses of what a run has written into its output directory")
    func outputFiles() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let run = try await OfficialClient.run(
                "run", "-q", "-t", "lab-output", "-c",
                "import os; os.makedirs('.output'); open('.output/note.txt', 'w').write('x')", "python", on: stack)
            #expect(run.output.contains("generated files") && run.output.contains("note.txt: http://"), "\(run)")
        }
    }

    @Test("session upload, ls and download")
    func files() async throws {
        try await withDirectory { directory in
            try "content\n".write(toFile: directory + "/note.txt", atomically: false, encoding: .utf8)
            try await TestStack.with(options: OfficialClient.stackOptions) { stack in
                _ = try await OfficialClient.run("run", "-q", "-t", "lab-files", "-c", "1", "python", on: stack)
                let up = try await OfficialClient.run(
                    "session", "upload", "lab-files", "note.txt", on: stack, directory: directory)
                #expect(up.status == 0, "\(up)")
                let list = try await OfficialClient.run("session", "ls", "lab-files", on: stack)
                #expect(list.status == 0 && list.output.contains("note.txt"), "\(list)")
                let down = try await OfficialClient.run(
                    "session", "download", "lab-files", "note.txt", "--dest", directory + "/out", on: stack)
                #expect(down.status == 0, "\(down)")
                #expect(try String(contentsOfFile: directory + "/out/note.txt", encoding: .utf8) == "content\n")
                let missing = try await OfficialClient.run("session", "ls", "lab-files", "nowhere", on: stack)
                #expect(missing.status == 1)
            }
        }
    }

    @Test("ssh logs in by the key that it downloads", .enabled(if: hasSecureShell, "no SSH server and client"))
    func ssh() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            _ = try await OfficialClient.run("run", "-q", "-t", "lab-shell", "-c", "1", "python", on: stack)
            let port = String(Int.random(in: 20_000...60_000))
            // It keeps the key in a directory that it takes for granted.
            let run = try await withDirectory { home in
                try FileManager.default.createDirectory(atPath: home + "/.ssh", withIntermediateDirectories: true)
                let client = try OfficialClient.command(
                    ["ssh", "lab-shell", "-p", port, "id -un; exit 6"], on: stack, home: home
                ).asFromShell().start()
                // Its own proxy may outlive the interrupt that it is sent when ssh has ended, and is waited for without end.
                let patience = Task {
                    try await Task.sleep(for: .seconds(60))
                    client.signalChildren(SIGKILL)
                }
                defer { patience.cancel() }
                return await client.finish()
            }
            #expect(run.output.contains("work\n"), "\(run)")
            #expect(run.status == 6)
        }
    }

    @Test("apps lists the services, and app opens a port to one", .timeLimit(.minutes(2)))
    func app() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let code = """
                import http.server, threading
                server = http.server.HTTPServer(("127.0.0.1", 9000), http.server.SimpleHTTPRequestHandler)
                threading.Thread(target=server.serve_forever, daemon=True).start()
                open("page.txt", "w").write("hello from inside")
                """
            let run = try await OfficialClient.run(
                "run", "-q", "-t", "lab-apps", "--preopen", "9000", "-c", code, "python", on: stack)
            #expect(run.status == 0, "\(run)")
            let apps = try await OfficialClient.run("apps", "lab-apps", "-l", on: stack)
            #expect(apps.output.contains("9000") || apps.error.contains("9000"), "\(apps)")

            let port = Int.random(in: 20_000...60_000)
            let proxy = try OfficialClient.command(["app", "lab-apps", "9000", "-b", "127.0.0.1:\(port)"], on: stack)
                .start()
            // The official client may outlive an interrupt.
            defer { proxy.signal(SIGKILL) }
            var page = ""
            for _ in 0..<100 where page.isEmpty {
                try await Task.sleep(for: .milliseconds(100))
                let answer = try await Command(
                    "/usr/bin/python3",
                    [
                        "-c",
                        "import urllib.request as r; print(r.urlopen('http://127.0.0.1:\(port)/page.txt').read().decode())",
                    ], environment: ["PATH": "/usr/bin"]
                ).run()
                page = answer.output
            }
            #expect(page == "hello from inside\n")
        }
    }
}
