import TestSupport
import Testing

@Suite(
    "The official client's run",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: OfficialClient.program != nil, "the official client is not installed (`make setup-tests`)")
)
struct OfficialRunTests {
    /// What it says on standard error of a run that made its session, once the session's name is known.
    private func progress(_ name: String, ready: String, code: Int, output: String = "") -> String {
        """
        ∙ Session name prefix: \(name)\r
        ✓ [0] \(ready)\r
        \(output)✓ [0] Execution finished. (exit code = \(code))\r

        """
    }

    @Test("prints the program's output byte for byte, and the words that it has for the official manager")
    func plain() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let first = try await OfficialClient.run("run", "-t", "lab-one", "-c", "x = 41", "python", on: stack)
            #expect(first.output == "" && first.status == 0)
            let ready = "Session lab-one is ready (domain=default, group=default)."
            #expect(first.error == progress("lab-one", ready: ready, code: 0))

            let code = "import sys; print(x); print('e', file=sys.stderr)"
            let kept = try await OfficialClient.run("run", "-t", "lab-one", "-c", code, "python", on: stack)
            #expect(kept.output == "41\n" && kept.status == 0)
            #expect(kept.error.hasPrefix("∙ Session name prefix: lab-one\r\n✓ [0] Reusing session lab-one...\r\n"))
            #expect(kept.error.contains("e\n"))

            let failing = try await OfficialClient.run(
                "run", "-t", "lab-one", "-c", "raise SystemExit(3)", "python", on: stack)
            #expect(failing.output == "" && failing.status == 0)
            #expect(failing.error == progress("lab-one", ready: "Reusing session lab-one...", code: 3))

            let value = try await OfficialClient.run("run", "-q", "-t", "lab-one", "-c", "x + 1", "python", on: stack)
            #expect(value.output == "42" && value.error == "")

            let broken = try await OfficialClient.run("run", "-q", "-t", "lab-one", "-c", "1/0", "python", on: stack)
            #expect(broken.output == "" && broken.error.hasSuffix("ZeroDivisionError: division by zero\n"))
        }
    }

    @Test("ends its session with --rm, and gives the program the lines that it asks for")
    func removed() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let removed = try await OfficialClient.run("run", "--rm", "-c", "print('hello world')", "python", on: stack)
            #expect(removed.output == "hello world\n" && removed.status == 0)
            #expect(removed.error.hasSuffix("⋯ [0] Cleaning up the session...\r✓ [0] Cleaned up the session.\r\n"))
            #expect(await stack.empties())

            let asked = try await OfficialClient.run(
                "run", "-q", "--rm", "-c", "print(input('name? ') * 2)", "python", on: stack, input: "안나\n")
            #expect(asked.output == "name? 안나안나\n", "\(asked)")
            #expect(await stack.empties())
        }
    }

    @Test("says what a manager refuses")
    func refusals() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let image = try await OfficialClient.run("run", "-c", "1", "nosuch", on: stack)
            #expect(image.output == "" && image.status == 0)
            #expect(image.error.contains("✗ [0] BackendAPIError(404, 'Not Found', {'type': "))
            #expect(image.error.contains(#"'msg': "Unknown image references: 'nosuch'""#), "\(image)")

            let wrong = try await OfficialClient.run("run", "-c", "1", "python", on: stack, secretKey: "wrong")
            #expect(wrong.output == "")
            #expect(wrong.error.contains("BackendAPIError(401, 'Unauthorized', {'type': "))
            #expect(wrong.error.contains("'msg': 'Signature mismatch'"), "\(wrong)")
        }
    }
}
