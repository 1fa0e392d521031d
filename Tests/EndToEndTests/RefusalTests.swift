import BackendAIKit
import Core
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("What cannot be", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct RefusalTests {
    @Test("a wrong key is refused with what to check; the program never ran")
    func wrongKey() async throws {
        try await TestStack.with { stack in
            let access = try #require(
                try await stack.run("config").output.firstMatch(of: /Access key: (\S+)/)?.output.1)
            var environment = [
                "BACKEND_ENDPOINT": "http://127.0.0.1:\(stack.port ?? 0)", "BACKEND_ACCESS_KEY": String(access),
                "BACKEND_SECRET_KEY": "wrong",
            ]
            let sentence = """
                backend.ai: credential/signature mismatch
                  Signature mismatch
                hint: check the secret key, and that no proxy changes the Host header

                """
            let run = try await stack.command(["run", "-c", "1", "python"], environment: environment).run()
            #expect(run.status == 125 && run.error == sentence && run.output == "")
            let list = try await stack.command(["ps"], environment: environment).run()
            #expect(list.status == 1 && list.error == sentence)
            environment["BACKEND_ENDPOINT"] = "nonsense"
            let endpoint = try await stack.command(["ps"], environment: environment).run()
            #expect(endpoint.status == 4 && endpoint.error.contains("`BACKEND_ENDPOINT` is wrong: `nonsense` is not"))
        }
    }

    @Test(
        "a clock that is wrong by more than the manager allows is told by how much, and in which direction",
        arguments: [(7200, "ahead of"), (-10800, "behind")])
    func clockSkew(seconds: Double, direction: String) async throws {
        try await TestStack.with { stack in
            let keypair = try KeypairFile.read(stack.state + "/keypair")
            let configuration = ClientConfiguration(
                endpoint: Endpoint(loopbackPort: try #require(stack.port)), keypair: keypair)
            let client = BackendAIClient(configuration) { Date(timeIntervalSinceNow: seconds) }
            let error = await #expect(throws: ClientError.self) { try await client.send("GET", "/auth") }
            guard case .problem(let problem) = error else {
                Issue.record("\(error as Any)")
                return
            }
            #expect(problem.status == 400 && problem.message == "Date/time sync error")
            // The answer is a moment younger than the request.
            let told = problem.hint?.firstMatch(of: /client's clock is (\d+) seconds (ahead of|behind) the manager's/)
            let skew = try #require(told.flatMap { Double($0.output.1) })
            #expect(abs(skew - abs(seconds)) <= 30 && told?.output.2 == direction[...])
        }
    }

    @Test("without root no stack is started, and the user is told what to do")
    func notRoot() async throws {
        // In a directory that anyone may enter, unlike that of the built programs.
        let directory = try TestStack().state
        defer { try? FileManager.default.removeItem(atPath: directory) }
        chmod(directory, 0o755)
        let program = directory + "/backend.ai"
        try FileManager.default.copyItem(atPath: TestMachine.programs + "/backend.ai", toPath: program)
        let stack = TestStack(state: directory + "/state")
        var command = stack.command(["run", "-c", "1", "python"])
        command.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", program] + command.arguments
        command.program = "/usr/bin/setpriv"
        let refused = try await command.run()
        #expect(refused.status == 125)
        #expect(
            refused.error.hasPrefix("backend.ai: the local stack needs root, to make containers\nhint: run it as root"))
        #expect(access(stack.state, F_OK) != 0)
    }

    @Test("a machine without runc, or without cgroups that can be written, is named as such")
    func machine() async throws {
        let runc = try #require(HostProgram.find("runc"))
        let readOnly = """
            for mount in $(awk '$5 ~ "^/sys/fs/cgroup" {print $5}' /proc/self/mountinfo | sort -r); do
                mount -o remount,ro,bind $mount $mount
            done
            """
        for (preparation, sentence, hint) in [
            (
                "mount --bind /dev/null $(readlink -f \(runc))", "the container runtime `runc` is not installed",
                "apt-get"
            ),
            (readOnly, "no writable cgroups: ", ""),
        ] {
            let stack = try TestStack()
            var command = stack.command([])
            // Daemons are started in the same mount namespace, which goes with them.
            command.arguments = [
                "--mount", "/bin/sh", "-ec",
                preparation + "\nexec '\(command.program)' run --no-input -c 'print(1)' python",
            ]
            try PrivateFile.write(#"{"port":0,"usesExampleKeypairs":false}"#, to: stack.state + "/options.json")
            command.program = "/usr/bin/unshare"
            let refused = try await command.run()
            #expect(refused.status == 125 && refused.output == "")
            #expect(refused.error.contains("backend.ai: \(sentence)") && refused.error.contains("hint: \(hint)"))
            #expect(stack.pid(of: "agent") == nil && stack.pid(of: "manager") == nil)
            try await stack.delete()
        }
    }

    @Test("a full disk stops nothing for good: what was there is there when there is room again")
    func fullDisk() async throws {
        let disk = try TestStack().state
        try #require(mount("none", disk, "tmpfs", 0, "size=6m") == 0)
        defer {
            umount(disk)
            rmdir(disk)
        }
        let stack = TestStack(state: disk + "/state")
        func fill() throws {
            let file = try Descriptor.open(disk + "/fill", O_WRONLY | O_CREAT, mode: 0o600)
            #expect(throws: SystemCallError.self) { while true { try file.write([UInt8](repeating: 0, count: 4096)) } }
        }
        try fill()
        let refused = try await stack.run("local", "start", "--port", "0")
        #expect(refused.status == 1)
        #expect(refused.error.contains("No space left on device\nhint: free some space in `\(stack.state)`"))
        unlink(disk + "/fill")
        let started = try await stack.run("local", "start", "--port", "0")
        #expect(started.status == 0, "\(started)")
        _ = try await stack.run("run", "--no-input", "-t", "lab-one", "-c", "x = 5", "python")

        try fill()
        let other = try await stack.run("run", "--no-input", "-c", "1", "python")
        // The manager or the agent, whichever needs room first.
        #expect(other.status == 125 && other.error.contains("free some space"), "\(other)")
        #expect(other.error.contains("`\(stack.state)"), "\(other)")
        unlink(disk + "/fill")
        let kept = try await stack.run("run", "--no-input", "-q", "-t", "lab-one", "-c", "print(x)", "python")
        #expect(kept.output == "5\n", "\(kept)")
        #expect(try await stack.run("ps", "--name-only").output == "lab-one\n")
        try await stack.delete()
    }
}
