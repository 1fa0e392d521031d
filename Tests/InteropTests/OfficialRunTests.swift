import TestSupport
import Testing

@Suite(
    "The official client",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)")
)
struct OfficialRunTests {
    private func run(
        _ stack: TestStack,
        _ arguments: String...,
        secret: String = "C8qnIo29EZvXkPK_MXcuAakYTy4NYrxwmCEyNPlf",
        input: [UInt8]? = nil
    ) async throws -> CommandResult {
        let command = OfficialClient.command(arguments, on: stack, accessKey: "AKIANABBDUSEREXAMPLE", secretKey: secret)
        return try await #require(command).run(input: input)
    }

    @Test("runs code: the program's output, byte for byte, on standard output, and its exit code in its words")
    func runs() async throws {
        try await TestStack.with(options: ["--port", "0", "--example-keypairs"]) { stack in
            let hello = try await run(stack, "run", "--rm", "-c", "print('hello world')", "python")
            #expect(hello.output == "hello world\n")
            #expect(hello.status == 0 && hello.error.contains("✓ [0] Execution finished. (exit code = 0)"), "\(hello)")

            let value = try await run(stack, "run", "-q", "--rm", "-c", "1 + 1", "python")
            #expect(value.output == "2", "the value of a last expression, without a line end")

            let failing = try await run(
                stack, "run", "--rm", "-c", "import sys; print('x', file=sys.stderr); sys.exit(7)", "python")
            #expect(failing.error.contains("x\n") && failing.error.contains("(exit code = 7)"), "\(failing)")

            let asked = try await run(
                stack, "run", "-q", "--rm", "-c", "print(input('name? '))", "python", input: Array("Ann\n".utf8))
            #expect(asked.output == "name? Ann\n", "\(asked)")
        }
    }

    @Test("starts, lists, shows, reads and ends sessions")
    func sessions() async throws {
        try await TestStack.with(options: ["--port", "0", "--example-keypairs"]) { stack in
            let config = try await run(stack, "config")
            #expect(config.output.contains("Negotiated API version: (7, '20230615')"), "\(config)")

            let started = try await run(stack, "start", "-t", "interop-one", "python")
            #expect(started.error.contains("is created and ready."), "\(started)")
            let again = try await run(stack, "start", "-t", "interop-one", "python")
            #expect(again.error.contains("is already running and ready."), "\(again)")

            _ = try await run(stack, "run", "-q", "-t", "interop-one", "-c", "x = 41", "python")
            let kept = try await run(stack, "run", "-q", "-t", "interop-one", "-c", "print(x + 1)", "python")
            #expect(kept.output == "42\n", "\(kept)")

            let list = try await run(stack, "ps")
            #expect(list.output.contains("interop-one") && list.output.contains("RUNNING"), "\(list)")
            let json = try await run(stack, "--output", "json", "ps")
            #expect(json.output.contains(#""total_count": 1"#), "\(json)")
            let id = json.output.split(separator: "\n").first { $0.contains("session_id") }?.split(separator: "\"")
                .dropFirst(3).first
            let info = try await run(stack, "info", String(try #require(id)))
            #expect(info.output.contains("interop-one"), "\(info)")

            let logs = try await run(stack, "session", "logs", "interop-one")
            #expect(logs.output.contains("42\n"), "\(logs)")
            let removed = try await run(stack, "rm", "interop-one")
            #expect(removed.status == 0 && removed.error.contains("✓ Done."), "\(removed)")
            let unknown = try await run(stack, "rm", "interop-two")
            #expect(unknown.status == 1 && unknown.error.contains("No such session."), "\(unknown)")
        }
    }

    @Test("is told in its own form what is wrong: a key, an image, a name in use")
    func failures() async throws {
        try await TestStack.with(options: ["--port", "0", "--example-keypairs"]) { stack in
            let wrong = try await run(stack, "session", "logs", "interop-one", secret: "wrong")
            #expect(wrong.status == 1 && wrong.error.contains("401"), "\(wrong)")
            let image = try await run(stack, "start", "-t", "interop-one", "pyton")
            #expect(image.status == 1 && image.error.contains("No such environment image."), "\(image)")
            _ = try await run(stack, "start", "-t", "interop-one", "python")
            let taken = try await run(stack, "start", "--no-reuse", "-t", "interop-one", "python")
            #expect(taken.status == 1 && taken.error.contains("- Existing session ID:"), "\(taken)")
        }
    }
}
