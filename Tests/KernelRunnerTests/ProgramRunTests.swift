import Core
import Glibc
import Testing

@testable import KernelRunner

@Suite("Runs with programs of their own")
struct ProgramRunTests {
    private func bash() throws -> RunnerProcess {
        try RunnerProcess(["--runtime", "bash", "--runtime-path", "/bin/bash"])
    }

    private func batch(_ commands: BatchCommands, on runner: RunnerProcess) throws -> (Outcome, [RunnerEvent]) {
        let client = try runner.connect()
        try client.start(uniqueName(), commands)
        var outcome = Outcome()
        var steps: [RunnerEvent] = []
        while true {
            let event = try client.event(into: &outcome)
            switch event {
            case .stepFinished: steps.append(event)
            case .finished(let result):
                outcome.result = result
                return (outcome, steps)
            default: break
            }
        }
    }

    @Test("a language without a kept interpreter runs each piece of code by itself")
    func query() throws {
        let runner = try bash()
        let first = try runner.run("x=1; echo out; echo err >&2; exit 3")
        #expect(first.text == "out\n")
        #expect(first.errorText == "err\n")
        #expect(first.result == RunResult(exitCode: 3, reason: .completed))
        #expect(try runner.run("echo \"[$x]\"").text == "[]\n")
    }

    @Test("what a shell program reads is the run's input, and its end ends it")
    func input() throws {
        let runner = try bash()
        let client = try runner.connect()
        try client.start("in", "wc -c; echo done", streamsInput: true)
        try client.send(.standardInput, [UInt8](repeating: 120, count: 200_000))
        try client.send(.endInput)
        #expect(try client.finish().text == "200000\ndone\n")
    }

    @Test("a run whose input is not streamed is known to wait for it, and is given a line")
    func noInput() throws {
        let outcome = try bash().run("printf 'name? '; read name; echo \"got $name\"", answers: ["Ada"])
        #expect(outcome.text == "name? got Ada\n")
        #expect(outcome.events.contains(.waitingInput(isPassword: false)))
    }

    @Test("a signal that ends the program is told")
    func signal() throws {
        let outcome = try bash().run("kill -SEGV $$")
        #expect(outcome.result.exitCode == 139)
        #expect(outcome.result.reason == .signalled)
    }

    @Test("code that is longer than an argument may be runs just as well, and leaves nothing behind")
    func long() throws {
        let runner = try bash()
        let code = "echo ${#x}\n#" + String(repeating: "x", count: 200_000)
        #expect(try runner.run(code).text == "0\n")
        // The removal is not waited for.
        for _ in 0..<500 where access("\(runner.directory)/source", F_OK) == 0 { usleep(10_000) }
        #expect(access("\(runner.directory)/source", F_OK) != 0)
    }

    @Test("code that is no text runs as the bytes it is")
    func bytes() throws {
        let runner = try bash()
        let client = try runner.connect()
        try client.start("bytes", Array("printf '".utf8) + [0xFF, 0xFE] + Array("'".utf8))
        #expect(try client.finish().output == [0xFF, 0xFE])
    }

    @Test("a missing executable ends the run as a shell would, and says why")
    func missing() throws {
        let runner = try RunnerProcess(["--runtime", "perl", "--runtime-path", "/nowhere/perl"])
        let outcome = try runner.run("1")
        #expect(outcome.result.exitCode == 127)
        #expect(outcome.result.notice?.contains("/nowhere/perl") == true)
    }

    @Test("an interrupt ends the program, or what it is told by its own trap")
    func interrupt() throws {
        let runner = try bash()
        for (code, exitCode, reason) in [
            ("echo go; sleep 60", 130, RunResult.Reason.interrupted),
            ("trap 'echo caught; exit 5' INT; echo go; sleep 60 & wait", 5, .completed),
        ] {
            let client = try runner.connect()
            try client.start(uniqueName(), code)
            var outcome = Outcome()
            while outcome.output.isEmpty {
                let frame = try client.next()
                if frame.kind == .standardOutput { outcome.output += frame.payload }
            }
            try runner.connect().send(.interrupt(run: nil))
            let end = try client.finish()
            #expect(end.result.exitCode == exitCode)
            #expect(end.result.reason == reason)
        }
    }

    @Test("clean, build and exec run in their order, each with its end")
    func steps() throws {
        let (outcome, steps) = try batch(
            BatchCommands(clean: "echo clean; exit 4", build: "echo build", exec: "echo $_BACKEND_BATCH_MODE; exit 9"),
            on: try bash())
        #expect(outcome.text == "clean\nbuild\n1\n")
        #expect(steps == [.stepFinished(.clean, exitCode: 4), .stepFinished(.build, exitCode: 0)])
        #expect(outcome.result == RunResult(exitCode: 9, reason: .completed))
    }

    @Test("when the build fails the program is not run, and the exit code is 127")
    func buildFailure() throws {
        let (outcome, steps) = try batch(BatchCommands(build: "exit 2", exec: "echo no"), on: try bash())
        #expect(outcome.text.isEmpty)
        #expect(steps == [.stepFinished(.clean, exitCode: 0), .stepFinished(.build, exitCode: 2)])
        #expect(outcome.result.exitCode == 127)
    }

    @Test("steps that are skipped have ended well")
    func skipped() throws {
        let (outcome, steps) = try batch(BatchCommands(), on: try bash())
        #expect(steps == [.stepFinished(.clean, exitCode: 0), .stepFinished(.build, exitCode: 0)])
        #expect(outcome.result == RunResult(exitCode: 0, reason: .completed))
    }

    @Test("what is to run by itself but is not there says so")
    func nothingToRun() throws {
        let (outcome, _) = try batch(BatchCommands(exec: "*"), on: try bash())
        #expect(outcome.result.exitCode == 127)
        #expect(outcome.errorText == "backend.ai: there is no main.sh to run, nor a single *.sh\n")
    }

    @Test(
        "batch mode leaves the kept interpreter as it is",
        .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
    func besideInterpreter() throws {
        let runner = try RunnerProcess()
        _ = try runner.run("x = 41")
        let (outcome, _) = try batch(BatchCommands(exec: "echo batch"), on: runner)
        #expect(outcome.text == "batch\n")
        #expect(try runner.run("print(x + 1)").text == "42\n")
    }

    @Test("a C program is built and run", .enabled(if: access("/usr/bin/gcc", X_OK) == 0, "gcc is not there"))
    func compiled() throws {
        let runner = try RunnerProcess(["--runtime", "c", "--runtime-path", "/usr/bin/gcc"])
        let good = try runner.run("#include <stdio.h>\nint main(void) { puts(\"built\"); return 6; }\n")
        #expect(good.text == "built\n")
        #expect(good.result.exitCode == 6)
        let bad = try runner.run("int main(void) { return x; }\n")
        #expect(bad.errorText.hasPrefix("main.c: In function"))
        #expect(bad.result.exitCode == 1)
    }
}
