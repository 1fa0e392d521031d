import Core
import Glibc
import TestSupport
import Testing

@Suite("Daemons in the foreground", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ForegroundTests {
    @Test("mgr and ag start-server run what their configurations say, and end by SIGTERM with nothing left")
    func servers() async throws {
        let stack = try TestStack()
        let state = stack.state
        try Directory.create(state)
        try PrivateFile.write("AKIAFOREGROUND000000\nsecret-of-the-test\n", to: state + "/keypair")
        try PrivateFile.write(
            """
            [agent]
            state-directory = "\(state)"
            socket = "\(state)/agent.sock"
            pid-file = "\(state)/agent.pid"
            runner = "\(TestMachine.programs)/static/backend.ai-kernel-runner"
            """, to: state + "/agent.toml")
        try PrivateFile.write(
            """
            [manager]
            port = 0
            state-directory = "\(state)"
            agent-socket = "\(state)/agent.sock"
            port-file = "\(state)/port"
            keypair-file = "\(state)/keypair"
            """, to: state + "/manager.toml")
        let daemons = try [("ag", "agent"), ("mgr", "manager")].map { command, name in
            try stack.command([command, "start-server", "-f", "\(state)/\(name).toml"]).start()
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while stack.port == nil, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        let environment = [
            "BACKEND_ENDPOINT": "http://127.0.0.1:\(try #require(stack.port))",
            "BACKEND_ACCESS_KEY": "AKIAFOREGROUND000000", "BACKEND_SECRET_KEY": "secret-of-the-test",
        ]
        let run = try await stack.command(
            ["run", "--no-input", "-c", "print(6 * 7)", "python"], environment: environment
        ).run()
        #expect(run.output == "42\n" && run.status == 0, "\(run)")

        for daemon in daemons.reversed() {
            kill(daemon.pid, SIGTERM)
            let ended = await daemon.finish()
            #expect(ended.status == 0, "\(ended)")
        }
        let absent = try await stack.command(["mgr", "start-server", "-f", "/nosuch.toml"]).run()
        #expect(absent.status != 0 && absent.error.contains("`/nosuch.toml`"), "\(absent)")
        try await stack.delete()
    }
}
