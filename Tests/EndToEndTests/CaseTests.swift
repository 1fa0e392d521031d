import TestSupport
import Testing

@Suite("Runs of several cases", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct CaseTests {
    @Test("each case runs in a session of its own, prints in one piece, and the first that fails gives the exit code")
    func cases() async throws {
        try await TestStack.with { stack in
            let run = try await stack.run(
                "run", "-e", "X=<$N>", "--env-range", "N=range:3", "--max-parallel", "3", "--exec",
                "echo $X; exit ${C}",
                "--exec-range", "C=case:0,7", "bash")
            #expect(run.output.split(separator: "\n").sorted() == ["<0>", "<0>", "<1>", "<1>", "<2>", "<2>"], "\(run)")
            #expect(run.status == 7)
            #expect(run.error.contains("[6/6] X=<2>, exec `echo $X; exit 7`"), "\(run)")
            let left = try await stack.run("ps", "-q")
            #expect(left.output.isEmpty)
            let json = try await stack.run(
                "run", "-q", "--output", "json", "-t", "case", "-e", "X=$N", "--env-range", "N=case:a,b", "-c",
                "echo $X", "bash")
            #expect(
                json.output.contains(#""session": "case-1""#) && json.output.contains(#""stdout": "b\n""#), "\(json)")
            let kept = try await stack.run("ps", "-q")
            #expect(kept.output.split(separator: "\n").count == 2, "\(kept)")
        }
    }
}
