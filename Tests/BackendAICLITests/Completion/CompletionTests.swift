import Core
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Completions")
struct CompletionTests {
    /// What bash offers for a line that ends where the cursor is.
    private static func offers(_ line: String, names: String) async throws -> [String] {
        let base = "/tmp/backend.ai-completion-\(UUID().uuidString.lowercased().prefix(8))"
        defer { try? SafeRemoval.remove(base) }
        try Directory.create(base)
        try PrivateFile.write(CompletionScript.text(for: .bash), to: base + "/script")
        // What the script asks of the program, answered without one.
        try PrivateFile.write("#!/bin/sh\n[ \"$1\" = __complete ] && printf '\(names)'\n", to: base + "/backend.ai")
        chmod(base + "/backend.ai", 0o755)
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }.joined(
            separator: " ")
        let program = """
            source \(base)/script
            COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            complete -p backend.ai >&2
            function=$(complete -p backend.ai | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            previous=''; [ $COMP_CWORD -gt 0 ] && previous=${COMP_WORDS[COMP_CWORD-1]}
            "$function" backend.ai "${COMP_WORDS[COMP_CWORD]}" "$previous"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let command = Command(
            "/bin/bash", ["--norc", "-c", program], environment: ["PATH": "\(base):/usr/bin:/bin", "HOME": base])
        let result = try await command.run()
        #expect(result.status == 0, "\(result)")
        return result.output.split(separator: "\n").map(String.init).sorted()
    }

    @Test("bash is offered commands, options and live names")
    func bash() async throws {
        #expect(try await Self.offers("backend.ai conte", names: "") == ["context"])
        #expect(try await Self.offers("backend.ai context ", names: "").contains("use"))
        #expect(try await Self.offers("backend.ai logs ", names: "lab-one\\nlab-two\\n") == ["lab-one", "lab-two"])
        #expect(try await Self.offers("backend.ai session info lab-t", names: "lab-one\\nlab-two\\n") == ["lab-two"])
        #expect(try await Self.offers("backend.ai context use pr", names: "prod\\ndev\\n") == ["prod"])
        #expect(try await Self.offers("backend.ai wait lab --for RUNN", names: "") == ["RUNNING", "RUNNING_DEGRADED"])
    }

    @Test("bash is offered the same behind a command's other name", arguments: ["rm", "kill", "session destroy"])
    func others(command: String) async throws {
        #expect(try await Self.offers("backend.ai \(command) lab", names: "lab-one\\n") == ["lab-one"])
    }

    @Test("names that cannot be had are no error, and nothing is started for them")
    func silence() async throws {
        let base = "/tmp/backend.ai-names-\(UUID().uuidString.lowercased().prefix(8))"
        defer { try? SafeRemoval.remove(base) }
        let program = TestMachine.programs + "/backend.ai"
        try #require(access(program, X_OK) == 0)
        let unreachable = ["BACKEND_ENDPOINT": "http://127.0.0.1:1"]
        let stopped = ["BACKENDAI_STATE_DIR": base + "/state"]
        let broken = ["BACKEND_ENDPOINT": "nonsense"]
        for variables in [unreachable, stopped, broken] {
            let environment = variables.merging(["HOME": base, "PATH": "/usr/bin:/bin"]) { first, _ in first }
            for noun in LiveNoun.allCases where noun != .contexts {
                let result = try await Command(program, ["__complete", noun.rawValue], environment: environment).run()
                #expect(result.status == 0 && result.output == "" && result.error == "", "\(noun): \(result)")
            }
        }
        #expect(access(base + "/state", F_OK) != 0)
    }

    @Test("a manager that is slow gets a moment and no more")
    func slow() async throws {
        let server = try ScriptedServer { _, _ in
            usleep(20_000_000)
            return nil
        }
        let program = TestMachine.programs + "/backend.ai"
        try #require(access(program, X_OK) == 0)
        let environment = ["HOME": "/nowhere", "BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"]
        // The shell takes the time: this process may be busy with other tests.
        let words = ["--norc", "-c", "TIMEFORMAT=%R; time \(program) __complete sessions"]
        let result = try await Command("/bin/bash", words, environment: environment).run()
        let seconds = try #require(Double(result.error.filter { !$0.isNewline }))
        #expect(result.status == 0 && result.output == "" && seconds < 5, "\(result)")
    }

    @Test("each shell has a script that names this program", arguments: ShellName.allCases)
    func scripts(shell: ShellName) {
        let script = CompletionScript.text(for: shell)

        #expect(script.contains("backend.ai") && script.contains("__complete sessions"))
    }

    @Test(
        "a shell that is installed reads its script without a complaint",
        arguments: [(ShellName.bash, "bash"), (.zsh, "zsh"), (.fish, "fish")])
    func readable(shell: ShellName, program: String) async throws {
        guard let path = HostProgram.find(program) else { return }
        let file = "/tmp/backend.ai-script-\(UUID().uuidString.lowercased().prefix(8))"
        try PrivateFile.write(CompletionScript.text(for: shell) + "\n", to: file)
        defer { unlink(file) }
        let result = try await Command(path, ["-n", file], environment: ["HOME": "/nowhere"]).run()
        #expect(result.status == 0 && result.error == "", "\(result)")
    }
}
