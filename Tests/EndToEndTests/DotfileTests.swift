import BackendAIKit
import Core
import TestSupport
import Testing

@Suite(
    "What users prepare for their sessions",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct DotfileTests {
    private static func send(_ stack: TestStack, _ method: String, _ target: String, _ body: JSONValue) async throws {
        let configuration = ClientConfiguration(
            endpoint: Endpoint(loopbackPort: try #require(stack.port)),
            keypair: try KeypairFile.read(stack.state + "/keypair"))
        let client = BackendAIClient(configuration)
        _ = try await client.send(method, target, body: body)
        await client.shutdown()
    }

    @Test("dotfiles lie in the home as their user's own, and the user's script runs after them when the order has none")
    func preparation() async throws {
        try await TestStack.with { stack in
            try await Self.send(
                stack, "POST", "/domain-config/dotfiles",
                ["domain": "default", "path": ".rc", "permission": "644", "data": "domain\n"])
            try await Self.send(
                stack, "POST", "/group-config/dotfiles",
                ["group": "default", "path": ".config/tool/rc", "permission": "600", "data": "group\n"])
            try await Self.send(
                stack, "POST", "/user-config/dotfiles", ["path": ".rc", "permission": "750", "data": "user\n"])
            try await Self.send(
                stack, "POST", "/user-config/bootstrap-script", ["script": "cat .rc .config/tool/rc > prepared"])
            let code = "cat prepared; stat -c '%u %a' .rc .config/tool/rc"
            let run = try await stack.run("run", "--no-input", "-q", "-c", code, "bash")
            #expect(run.output == "user\ngroup\n1000 750\n1000 600\n", "\(run)")

            let script = stack.state + "/own.sh"
            try PrivateFile.write("echo own > prepared\n", to: script)
            _ = try await stack.run("start", "-t", "lab-one", "--bootstrap-script", script, "bash")
            let own = try await stack.run("run", "--no-input", "-q", "-t", "lab-one", "-c", "cat prepared .rc", "bash")
            #expect(own.output == "own\nuser\n", "\(own)")
        }
    }
}
