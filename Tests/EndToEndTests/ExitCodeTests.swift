import TestSupport
import Testing

@Suite("The exit code of run", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ExitCodeTests {
    private struct Case {
        let code: String
        let status: Int32
        var error = ""
    }

    private static let cases = [
        Case(code: "pass", status: 0),
        Case(code: "import sys; sys.exit(7)", status: 7),
        Case(code: "import sys; sys.exit(256 + 3)", status: 3),
        Case(code: "import sys; sys.exit('bye')", status: 1, error: "bye\n"),
        Case(code: "1 / 0", status: 1, error: "ZeroDivisionError: division by zero\n"),
        Case(code: "import os; os._exit(5)", status: 5),
        Case(code: "import os; os.kill(os.getpid(), 15)", status: 128 + 15),
        Case(code: "x = (", status: 1, error: "SyntaxError: '(' was never closed\n"),
    ]

    @Test("is the program's own, whatever way it ends, and nothing of ours is printed")
    func programs() async throws {
        try await TestStack.with { stack in
            for program in Self.cases {
                let result = try await stack.run("run", "--no-input", "-c", program.code, "python")
                #expect(result.status == program.status, "\(program.code): \(result)")
                #expect(result.error.hasSuffix(program.error), "\(program.code): \(result)")
                #expect(!result.error.contains("backend.ai:"), "\(program.code): \(result)")
                #expect(result.output == "")
            }
            #expect(await stack.empties(), "a run without a name ends its session")
        }
    }

    @Test("tells our failures from the program's, with a sentence and a hint")
    func ours() async throws {
        try await TestStack.with { stack in
            let unknown = try await stack.run("run", "-c", "1", "pyton")
            #expect(unknown.status == 4)
            #expect(unknown.error.contains("backend.ai: no such environment image\n"))
            #expect(unknown.error.contains("hint: did you mean `python`?"))

            let greedy = try await stack.run("run", "-r", "mem=900g", "-c", "1", "python")
            #expect(greedy.status == 4)
            #expect(greedy.error.contains("900g") && greedy.error.contains("hint: ask for at most"))

            let nothing = try await stack.run("run", "python")
            #expect(nothing.status == 4 && nothing.error.contains("nothing to run"))

            let typo = try await stack.run("rnu", "-c", "1", "python")
            #expect(typo.status == 2 && typo.error.contains("did you mean `backend.ai run`?"))

            let option = try await stack.run("run", "--colour", "python")
            #expect(option.status == 2)

            let json = try await stack.run("run", "--output", "json", "-c", "raise SystemExit(3)", "python")
            #expect(json.status == 3 && json.output.contains(#""origin": "program""#))
            let failed = try await stack.run("run", "--output", "json", "-c", "1", "pyton")
            #expect(failed.status == 4 && failed.output.contains(#""origin": "backend.ai""#))
        }
    }

    @Test("is 125 with an unreachable manager, which is named")
    func unreachable() async throws {
        let stack = try TestStack()
        let command = stack.command(
            ["run", "-c", "1", "python"], environment: ["BACKEND_ENDPOINT": "http://127.0.0.1:1"])
        let result = try await command.run()
        #expect(result.status == 125)
        #expect(result.error.contains("cannot reach the manager at http://127.0.0.1:1"))
        #expect(result.error.contains("hint:"))
        try await stack.delete()
    }
}
