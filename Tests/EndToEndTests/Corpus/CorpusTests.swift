import Core
import Foundation
import TestSupport
import Testing

@Suite(
    "The corpus of programs",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: NativeLanguage.named("python")?.isInstalled == true, "python3 is not there"))
struct CorpusTests {
    /// Every program in `make soak`, those of one language with `CORPUS=haskell`, else a fixed choice of them.
    private static func chosen() throws -> [CorpusProgram] {
        let all = try CorpusProgram.all()
        let environment = ProcessInfo.processInfo.environment
        if let language = environment["CORPUS"] { return all.filter { "\($0)".hasPrefix(language + "/") } }
        if environment["SOAK"] != nil { return all }
        return all.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
    }

    @Test("what a program writes, and how it ends, is the same as without us, byte for byte")
    func same() async throws {
        let programs = try Self.chosen()
        print("corpus: \(programs.count) of \(try CorpusProgram.all().count) programs")
        try await TestStack.with { stack in
            for program in programs {
                let native = try await runNatively(program)
                let ours = program.runs.isEmpty ? try await run(program, stack) : try await runKept(program, stack)
                #expect(
                    String(decoding: ours.output, as: UTF8.self) == String(decoding: native.output, as: UTF8.self),
                    "\(program): standard output")
                #expect(ours.output == native.output, "\(program): bytes of standard output")
                #expect(
                    String(decoding: ours.error, as: UTF8.self) == String(decoding: native.error, as: UTF8.self),
                    "\(program): standard error")
                #expect(ours.status == (native.failedToBuild ? 127 : native.status), "\(program): exit code")
            }
        }
    }

    // MARK: Through the product

    private func run(_ program: CorpusProgram, _ stack: TestStack) async throws -> CorpusOutcome {
        var arguments = ["run", "-q", "--basedir", program.path]
        if let build = program.build { arguments += ["--build", build] }
        if let exec = program.exec { arguments += ["--exec", exec] }
        if let limit = program.limit { arguments += ["--timeout", String(limit)] }
        let result = try await stack.command(arguments + [program.language] + (try program.files()))
            .run(input: program.input, within: 120)
        return CorpusOutcome(
            output: result.outputBytes, error: withoutNotes(result.errorBytes), status: result.status)
    }

    private func runKept(_ program: CorpusProgram, _ stack: TestStack) async throws -> CorpusOutcome {
        var outcome = CorpusOutcome()
        for file in program.runs {
            let result = try await stack.run(
                "run", "-q", "--keep", "-t", "kept", "--no-input", "-c", try program.text(file), program.language)
            outcome.output += result.outputBytes
            outcome.error += withoutNotes(result.errorBytes)
            outcome.status = result.status
        }
        _ = try await stack.run("rm", "kept")
        return outcome
    }

    /// Standard error without what the command itself says.
    private func withoutNotes(_ bytes: [UInt8]) -> [UInt8] {
        Array(
            bytes.split(separator: 10, omittingEmptySubsequences: false)
                .filter { !$0.starts(with: "backend.ai: ".utf8) }.joined(separator: [10]))
    }

    // MARK: Without it

    private func runNatively(_ program: CorpusProgram) async throws -> CorpusOutcome {
        let language = try #require(NativeLanguage.named(program.language))
        let home = FileManager.default.temporaryDirectory.path + "/bai-corpus-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        for file in try program.files() {
            try FileManager.default.copyItem(atPath: "\(program.path)/\(file)", toPath: "\(home)/\(file)")
        }
        _ = try await Command("/bin/chown", ["-R", "1000:1000", home], environment: [:]).run()
        func shell(_ words: [String], input: [UInt8] = [], limit: Int? = nil) async throws -> CommandResult {
            let user = ["--reuid", "1000", "--regid", "1000", "--clear-groups"]
            // Ended as a run of ours is: by an interrupt, and two seconds later for good.
            let timed = limit.map { ["/usr/bin/timeout", "-s", "INT", "-k", "2", String($0)] } ?? []
            var command = Command(
                "/usr/bin/setpriv", user + timed + words,
                environment: [
                    "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8", "USER": "work",
                    "LOGNAME": "work", "TERM": "xterm", "SHELL": "/bin/bash",
                ])
            command.directory = home
            return try await command.asFromShell().run(input: input, within: 120)
        }
        var outcome = CorpusOutcome()
        func add(_ result: CommandResult) {
            outcome.output += result.outputBytes
            outcome.error += result.errorBytes
            outcome.status = result.status
        }
        guard program.runs.isEmpty else {
            let text = try program.runs.map(program.text).joined()
            if language.once.isEmpty {
                try text.write(toFile: home + "/all.tcl", atomically: false, encoding: .utf8)
                add(try await shell(["/usr/bin/tclsh", "all.tcl"]))
            } else {
                add(try await shell(language.once + [text]))
            }
            return outcome
        }
        let build = program.build ?? language.build
        if !build.isEmpty {
            add(try await shell(["/bin/sh", "-c", build]))
            if outcome.status != 0 {
                outcome.failedToBuild = true
                return outcome
            }
        }
        add(
            try await shell(
                ["/bin/sh", "-c", program.exec ?? language.exec], input: program.input, limit: program.limit))
        // Ours tells a time-out by one code, however it went.
        if program.limit != nil, outcome.status == 137 { outcome.status = 124 }
        return outcome
    }
}
