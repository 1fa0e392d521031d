import Core
import Foundation
import TestSupport
import Testing

@Suite("Signed bodies", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct SignedBodyTests {
    @Test("are what the command line sends to its own stack: requests, WebSockets and files")
    func commands() async throws {
        try await TestStack.with { stack in
            let run = try await stack.run("run", "-c", "print('signed')", "python")
            #expect(run.output == "signed\n", "\(run)")
            let memory = try #require(try PrivateFile.read(stack.state + "/signatures"))
            #expect(memory.contains(":\(try #require(stack.port)) HMAC-SHA256-BODY "))
        }
    }

    @Test("stay what they are: a stack that no longer offers them is refused with a hint")
    func downgrade() async throws {
        // An endpoint that answers nothing but that it is an original manager.
        let program = """
            import http.server, json, sys
            class Manager(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = json.dumps({"version": "v7.20230615", "manager": "23.09.10"}).encode()
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def do_POST(self):
                    self.rfile.read(int(self.headers["Content-Length"]))
                    prefix = "https://api.backend.ai/probs/"
                    body = json.dumps({"type": prefix + "invalid-auth-params", "title": "Missing or invalid authorization parameters.",
                                       "msg": "Unsupported request signing method (hash type)"}).encode()
                    self.send_response(400)
                    self.send_header("Content-Type", "application/problem+json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *_): pass
            server = http.server.HTTPServer(("127.0.0.1", 0), Manager)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """
        let server = try Command("/usr/bin/python3", ["-c", program], environment: ["PATH": "/usr/bin:/bin"]).start()
        #expect(await server.prints("\n"))
        let endpoint = "http://127.0.0.1:\(server.outputSoFar.filter(\.isNumber))"
        let stack = try TestStack()
        try PrivateFile.write("\(endpoint) HMAC-SHA256-BODY 1700000000\n", to: stack.state + "/signatures")
        let environment = [
            "BACKEND_ENDPOINT": endpoint, "BACKEND_ACCESS_KEY": OfficialClient.accessKey,
            "BACKEND_SECRET_KEY": OfficialClient.secretKey,
        ]
        let result = try await stack.command(["ps"], environment: environment).run()
        #expect(result.status == 1)
        #expect(result.error.contains("the manager at \(endpoint) no longer lets bodies be signed, as it did before"))
        #expect(
            result.error.contains(
                "hint: if it was replaced on purpose, remove its line from `\(stack.state)/signatures`"))
        server.signal(SIGKILL)
        _ = await server.finish()
        try? FileManager.default.removeItem(atPath: stack.state)
    }
}
