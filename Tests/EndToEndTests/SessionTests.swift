import TestSupport
import Testing

@Suite("Sessions", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct SessionTests {
    @Test("keep their state between runs, are listed and shown, and end when they are told to")
    func life() async throws {
        try await TestStack.with { stack in
            let started = try await stack.run("start", "-t", "lab-one", "python")
            #expect(started.output == "lab-one\n" && started.status == 0)
            let again = try await stack.run("start", "-t", "lab-one", "python")
            #expect(again.error.contains("was already running"))
            let refused = try await stack.run("start", "--no-reuse", "-t", "lab-one", "python")
            #expect(refused.status == 1 && refused.error.contains("hint: choose another name"))

            _ = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "x = 41", "python")
            let kept = try await stack.run("run", "--no-input", "-t", "lab-one", "-q", "-c", "print(x + 1)", "python")
            #expect(kept.output == "42\n" && kept.error == "")
            let exited = try await stack.run(
                "run", "--no-input", "-q", "-t", "lab-one", "-c", "raise SystemExit(4)", "python")
            #expect(exited.status == 4)
            let after = try await stack.run("run", "--no-input", "-q", "-t", "lab-one", "-c", "print(x)", "python")
            #expect(after.output == "41\n", "an exit code ends the run, not the session")

            let list = try await stack.run("ps")
            #expect(list.output.contains("lab-one") && list.output.contains("RUNNING"))
            let json = try await stack.run("ps", "--output", "json")
            #expect(json.output.contains(#""total_count": 1"#))
            let info = try await stack.run("info", "lab-one")
            #expect(info.output.contains("status: RUNNING"))
            let logs = try await stack.run("logs", "lab-one")
            #expect(logs.output == "42\n41\n")

            let removed = try await stack.run("rm", "lab-one")
            #expect(removed.status == 0)
            #expect(await stack.empties())
            let unknown = try await stack.run("rm", "lab-one")
            #expect(unknown.status == 1 && unknown.error.contains("lab-one"))
        }
    }

    @Test("that must wait say so, with who holds what they need; Ctrl-C cancels them")
    func waiting() async throws {
        try await TestStack.with(options: ["--port", "0", "--agent-slots", "cpu=1,mem=2g"]) { stack in
            _ = try await stack.run("start", "-t", "hog-one", "python")
            let waiting = try stack.command(["run", "--no-input", "-c", "print('late')", "python"]).start()
            #expect(await waiting.prints("held by hog-one"))
            #expect(waiting.errorSoFar.contains("hint: backend.ai rm hog-one"))
            waiting.signal(2)
            let cancelled = await waiting.finish()
            #expect(cancelled.status == 130 && cancelled.output == "")
            let left = try await stack.run("ps", "--name-only")
            #expect(left.output == "hog-one\n")

            let limited = try await stack.run("run", "--no-input", "--max-wait", "1", "-c", "1", "python")
            #expect(limited.status == 124)

            let patient = try stack.command(["run", "--no-input", "-c", "print('late')", "python"]).start()
            #expect(await patient.prints("waits"))
            _ = try await stack.run("rm", "hog-one")
            #expect(await patient.finish().output == "late\n")
        }
    }

    @Test("pass Ctrl-C on to the program; a second one ends the session")
    func interrupts() async throws {
        try await TestStack.with { stack in
            let code = """
                import time
                print('go', flush=True)
                try: time.sleep(60)
                except KeyboardInterrupt: print('caught'); raise SystemExit(4)
                """
            let polite = try stack.command(["run", "--no-input", "-c", code, "python"]).start()
            #expect(await polite.prints("go"))
            polite.signal(2)
            let caught = await polite.finish()
            #expect(caught.output == "go\ncaught\n" && caught.status == 4)

            let stubborn = try stack.command([
                "run", "--no-input", "-c",
                "import time\nprint('go', flush=True)\nwhile True:\n try: time.sleep(60)\n except KeyboardInterrupt: print('no', flush=True)",
                "python",
            ]).start()
            #expect(await stubborn.prints("go"))
            stubborn.signal(2)
            #expect(await stubborn.prints("no"))
            stubborn.signal(2)
            #expect(await stubborn.finish().status == 130)
            #expect(await stack.empties())
        }
    }
}
