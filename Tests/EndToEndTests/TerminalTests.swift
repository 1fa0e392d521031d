import Foundation
import TestSupport
import Testing

@Suite(
    "Terminals",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "python3 is not there"))
struct TerminalTests {
    /// Runs a command of a stack in a terminal of its own, following a script of `wait`, `type` and `size`.
    private func run(_ arguments: [String], _ script: [String], on stack: TestStack) async throws -> CommandResult {
        let program = stack.command(arguments)
        let player =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
            + "/Fixtures/services/terminal.py"
        return try await Command(
            "/usr/bin/python3", [player, program.program] + program.arguments,
            environment: program.environment.merging(["TERM": "xterm"]) { first, _ in first }
        ).run(input: Array((script.joined(separator: "\n") + "\n").utf8))
    }

    @Test("a shell in a session is a real terminal, as large as ours, and its exit code is the command's")
    func shell() async throws {
        try await TestStack.with { stack in
            let script = [
                #"wait $ "#, #"type stty size; id -un; echo $TERM\r"#, #"wait xterm\r\n"#, "size 11 22",
                #"type sleep 0.3; stty size\r"#, "wait 11 22", #"type exit 5\r"#,
            ]
            let result = try await run(["run", "--terminal", "bash"], script, on: stack)
            #expect(result.output.contains("30 100\r\n"), "\(result)")
            #expect(result.output.contains("work\r\n"))
            #expect(result.status == 5)
            #expect(await stack.empties())
        }
    }

    @Test("Ctrl-C is a key like any other: it interrupts the program there, and not the command here")
    func interrupt() async throws {
        try await TestStack.with { stack in
            let script = [
                #"wait $ "#, #"type sleep 100\r"#, "wait sleep", #"type \x03"#, #"wait ^C"#, #"type exit 6\r"#,
            ]
            let result = try await run(["run", "--terminal", "bash"], script, on: stack)
            #expect(result.status == 6, "\(result)")
        }
    }

    @Test("--exec runs one command in the terminal")
    func command() async throws {
        try await TestStack.with { stack in
            let result = try await run(
                ["run", "--terminal", "--exec", "tty -s && echo yes; exit 3", "bash"], [], on: stack)
            #expect(result.output.contains("yes\r\n"), "\(result)")
            #expect(result.status == 3)
        }
    }

    @Test("without a terminal of its own the command says so, and nothing is started")
    func absent() async throws {
        try await TestStack.with { stack in
            let result = try await stack.run("run", "--terminal", "bash")
            #expect(result.status == 4)
            #expect(result.error.contains("`--terminal` needs a terminal"))
        }
    }
}
