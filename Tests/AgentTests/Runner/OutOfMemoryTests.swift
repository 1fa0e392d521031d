import Core
import Testing

@testable import Agent

@Suite("Out of memory")
struct OutOfMemoryTests {
    private static let killed = RunResult(exitCode: 137, reason: .signalled)
    private static let limits = OutOfMemory(before: 2, after: 3, limit: 512 << 20, peak: 512 << 20)

    @Test("a program that was killed while the counter rose is put down to its memory, with limit and peak")
    func program() {
        #expect(
            Self.limits.amend(Self.killed)
                == RunResult(
                    exitCode: 137, reason: .outOfMemory, notice: "out of memory (limit 512 MiB, peak 512 MiB)")
        )
    }

    @Test("a kept interpreter that was lost with it is told")
    func stateLost() {
        let result = RunResult(exitCode: 137, reason: .signalled, stateLost: true)
        let notice =
            "out of memory (limit 512 MiB, peak 512 MiB); the interpreter was restarted and its state is gone"

        #expect(
            Self.limits.amend(result)
                == RunResult(exitCode: 137, reason: .outOfMemory, stateLost: true, notice: notice))
    }

    @Test(
        "a program that ended otherwise keeps its own code, and gets a warning about its child",
        arguments: [
            RunResult(exitCode: 0, reason: .completed), RunResult(exitCode: 1, reason: .completed),
            RunResult(exitCode: 139, reason: .signalled), RunResult(exitCode: 130, reason: .interrupted),
            RunResult(exitCode: 137, reason: .completed),
        ]
    )
    func child(result: RunResult) {
        let warning = "warning: a child process was killed for lack of memory (limit 512 MiB, peak 512 MiB)"

        #expect(
            Self.limits.amend(result) == RunResult(exitCode: result.exitCode, reason: result.reason, notice: warning))
    }

    @Test("what the runner says already is kept before the warning")
    func notice() {
        let result = RunResult(exitCode: 1, reason: .completed, notice: "exited")

        #expect(Self.limits.amend(result).notice?.hasPrefix("exited; warning: ") == true)
    }

    @Test(
        "a counter that did not rise changes nothing, whatever the program's end",
        arguments: [(2, 2), (3, 2), (0, 0)] as [(UInt64, UInt64)])
    func unchanged(before: UInt64, after: UInt64) {
        let memory = OutOfMemory(before: before, after: after, limit: 1, peak: 1)

        #expect(memory.amend(Self.killed) == Self.killed)
    }
}
