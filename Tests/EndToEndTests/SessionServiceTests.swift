import Foundation
import TestSupport
import Testing

@Suite("Services of sessions", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct SessionServiceTests {
    private static let hasServer = ["/usr/sbin/dropbear", "/usr/sbin/sshd"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    private static let hasClient = FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh")

    @Test(
        "ssh runs a command in the session as its user, and exits with its code",
        .enabled(if: hasServer && hasClient, "no SSH server and client"))
    func ssh() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "-t", "work", "--keep", "--no-input", "-c", "echo kept > file", "bash")
            let run = try await stack.run("ssh", "work", "id -un; cat file; exit 6")
            #expect(run.output == "work\nkept\n", "\(run)")
            #expect(run.status == 6)
            let target = FileManager.default.temporaryDirectory.path + "/bai-scp-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: target) }
            let copy = try await stack.run("scp", "work", ":file", target)
            #expect(copy.status == 0, "\(copy)")
            #expect(try String(contentsOfFile: target, encoding: .utf8) == "kept\n")
        }
    }

    @Test(
        "a port of the user's own is reached through a local one",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "no python3"))
    func preopen() async throws {
        try await TestStack.with { stack in
            let made = try await stack.run("create", "-t", "work", "--preopen", "9000", "python")
            #expect(made.status == 0, "\(made)")
            let apps = try await stack.run("apps", "work", "--list-names")
            #expect(apps.output.contains("9000\n"))
            let code = """
                import http.server, threading
                server = http.server.HTTPServer(("127.0.0.1", 9000), http.server.SimpleHTTPRequestHandler)
                threading.Thread(target=server.serve_forever, daemon=True).start()
                open("page.txt", "w").write("hello from inside")
                """
            _ = try await stack.run("run", "-t", "work", "--no-input", "-c", code, "python")
            let answer = try await stack.run(
                "app", "work", "9000", "--stdio",
                input: Array("GET /page.txt HTTP/1.0\r\n\r\n".utf8))
            #expect(answer.output.hasSuffix("\r\n\r\nhello from inside"), "\(answer)")
            let unknown = try await stack.run("app", "work", "nothing")
            #expect(unknown.status == 4)
            #expect(unknown.error.contains("the session has no service `nothing`"))
        }
    }

    @Test("a port of the platform's, or of a service of the image, is none to open")
    func reserved() async throws {
        try await TestStack.with { stack in
            let refused = try await stack.run("create", "-t", "work", "--preopen", "2200", "bash")
            #expect(refused.status != 0)
            #expect(refused.error.contains("2200"))
        }
    }

    @Test(
        "a notebook server starts in the session when it is wanted, and is spoken to by HTTP and WebSocket",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/jupyter-notebook"), "Jupyter is not there"),
        .timeLimit(.minutes(3)))
    func notebook() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("create", "-t", "work", "-r", "mem=1g", "python")
            let apps = try await stack.run("apps", "work", "--list-names")
            #expect(apps.output.contains("jupyter\n"))
            let proxy = try stack.command(["app", "work", "jupyter", "--bind", "127.0.0.1:0"]).start()
            defer { proxy.signal(SIGINT) }
            #expect(await proxy.prints("/\n"))
            let port = try #require(proxy.errorSoFar.split(separator: ":").last?.prefix { $0.isNumber })
            let script =
                URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
                + "/Fixtures/services/notebook.py"
            let answer = try await Command(
                "/usr/bin/python3", [script, String(port)], environment: ["PATH": "/usr/bin"]
            )
            .run()
            #expect(answer.output == "True\n42\n", "\(answer)\n\(proxy.errorSoFar)")
        }
    }
}
