import TestSupport
import Testing

@Suite(
    "The official client",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)")
)
struct OfficialRunTests {
    @Test("runs code: the program's output, byte for byte, on standard output")
    func run() async throws {
        try await TestStack.with(options: ["--port", "0", "--example-keypairs"]) { stack in
            let command = OfficialClient.command(
                ["run", "-q", "--rm", "-c", "print('hello world')", "python"],
                on: stack,
                accessKey: "AKIANABBDUSEREXAMPLE",
                secretKey: "C8qnIo29EZvXkPK_MXcuAakYTy4NYrxwmCEyNPlf"
            )
            let result = try await #require(command).run()
            #expect(result.output == "hello world\n")
            #expect(result.status == 0, "\(result)")
        }
    }
}
