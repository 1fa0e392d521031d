import Foundation
import TestSupport
import Testing

@Suite("Broken streams", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ReconnectTests {
    @Test("a run in a kept session outlives its manager, and its output comes whole and once", .timeLimit(.minutes(3)))
    func manager() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "-q", "-t", "work", "--keep", "--no-input", "-c", ":", "bash")
            let code = "i=0; while [ $i -lt 60 ]; do echo line $i; i=$((i+1)); sleep 0.05; done; exit 7"
            let run = try stack.command(["run", "-q", "-t", "work", "--no-input", "-c", code, "bash"]).start()
            #expect(await run.prints("line 10\n"))
            let manager = try #require(stack.pid(of: "manager"))
            kill(manager, SIGKILL)
            try await Task.sleep(for: .milliseconds(300))
            // The next command starts it again.
            _ = try await stack.run("ps")
            let result = await run.finish()
            #expect(result.status == 7, "\(result)")
            #expect(result.output == (0..<60).map { "line \($0)\n" }.joined())
        }
    }

    @Test("a client that goes interrupts its run, and what the run has written is kept", .timeLimit(.minutes(3)))
    func client() async throws {
        try await TestStack.with { stack in
            _ = try await stack.run("run", "-q", "-t", "work", "--keep", "--no-input", "-c", ":", "bash")
            let run = try stack.command(
                [
                    "run", "-q", "-t", "work", "--no-input", "-c",
                    "trap 'touch gone; exit 9' INT; echo began; sleep 100", "bash",
                ]
            ).start()
            #expect(await run.prints("began\n"))
            run.signal(SIGKILL)
            var found = ""
            for _ in 0..<50 where found.isEmpty {
                try await Task.sleep(for: .milliseconds(100))
                let look = try await stack.run("session", "ls", "work", "--output", "json")
                if look.output.contains("\"gone\"") { found = look.output }
            }
            #expect(!found.isEmpty)
            let logs = try await stack.run("logs", "work")
            #expect(logs.output.contains("began\n"))
        }
    }
}
