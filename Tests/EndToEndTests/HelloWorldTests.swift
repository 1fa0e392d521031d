import TestSupport
import Testing

@Suite("backend.ai run", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct HelloWorldTests {
    @Test("prints what the program prints and exits with its code")
    func helloWorld() async throws {
        try await TestStack.with { stack in
            let hello = try await stack.run("run", "-c", "print('hello world')", "python")
            #expect(hello.output == "hello world\n")
            #expect(hello.error == "")
            #expect(hello.status == 0)

            let failing = try await stack.run(
                "run", "-c", "import sys; print('x', file=sys.stderr); sys.exit(7)", "python")
            #expect(failing.output == "")
            #expect(failing.error == "x\n")
            #expect(failing.status == 7)
        }
    }
}
