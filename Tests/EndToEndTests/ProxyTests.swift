import Core
import Glibc
import TestSupport
import Testing

@Suite("backend.ai proxy", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ProxyTests {
    /// A port of a proxy that runs.
    private static func port(of proxy: RunningCommand) async throws -> Int {
        #expect(await proxy.prints("are passed on, signed\n"), "\(proxy.errorSoFar)")
        let address = try #require(proxy.errorSoFar.firstMatch(of: #/localhost:(\d+)/#))
        return try #require(Int(address.1))
    }

    @Test("signs what is asked without a signature, and passes bodies, answers and WebSockets on")
    func passes() async throws {
        try await TestStack.with { stack in
            let proxy = try stack.command(["proxy", "--port", "0"]).start()
            defer { proxy.signal(SIGINT) }
            let port = try await Self.port(of: proxy)

            let echo = try await RawClient(port: port).request("GET", "/auth?echo=hello")
            #expect(echo.status == 200 && echo.body.contains("yes") && echo.body.contains("hello"), "\(echo)")
            let old = try await RawClient(port: port).request("GET", "/v7/auth?echo=hello")
            #expect(old.status == 200, "\(old)")
            let query = #"{"query":"query { domain { name } }"}"#
            let answer = try await RawClient(port: port).request(
                "POST", "/admin/gql", headers: "Content-Type: application/json; charset=utf-8\r\n", body: query)
            #expect(answer.status == 200 && answer.body.contains(#""name":"default""#), "\(answer)")
            let socket = try RawClient(port: port)
            try await socket.send("nonsense\r\n\r\n")
            #expect(try await socket.reply().status == 400)

            #expect(try await stack.run("start", "-t", "work", "python").status == 0)
            let stream = try RawClient(port: port)
            try await stream.open("/stream/session/work/execute")
            try await stream.send(.text(#"{"code":"print(6 * 7)","mode":"query","options":{}}"#))
            var printed = ""
            while !printed.contains("finished") {
                printed += String(decoding: try await stream.frame().payload, as: UTF8.self)
            }
            #expect(printed.contains(#"42\n"#), "\(printed)")
        }
    }

    @Test("says by 502 that the manager is not there")
    func absent() async throws {
        let stack = try TestStack()
        let nobody = [
            "BACKEND_ENDPOINT": "http://127.0.0.1:1", "BACKEND_ACCESS_KEY": "A", "BACKEND_SECRET_KEY": "B",
        ]
        let proxy = try stack.command(["proxy", "--port", "0"], environment: nobody).start()
        let port = try await Self.port(of: proxy)
        let answer = try await RawClient(port: port).request("GET", "/auth")
        #expect(answer.status == 502)
        proxy.signal(SIGINT)
        let end = await proxy.finish()
        #expect(end.status == 0, "\(end)")
    }
}
