import Core
import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "Sessions of several kernels on one machine",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct ClusterTests {
    private static let options = ["--port", "0", "--agent-slots", "cpu=3,mem=2g"]
    private static let small = ["-r", "cpu=1", "-r", "mem=256m", "--cluster-size", "3"]

    /// What the kernel runners of a session have in their environment, by the names of their hosts, with their numbers.
    private func runners(of session: String) -> [String: (pid: Int32, environment: [String: String])] {
        var found: [String: (pid: Int32, environment: [String: String])] = [:]
        for pid in Directory.entries("/proc").compactMap({ Int32($0) }) {
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/environ"),
                let name = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
                String(decoding: name, as: UTF8.self).hasPrefix("/opt/backend.ai/bin/backend.ai-kernel-runner")
            else { continue }
            let variables = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let pairs = variables.compactMap { variable -> (String, String)? in
                let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }
            let environment = Dictionary(pairs) { first, _ in first }
            guard environment["BACKENDAI_SESSION_NAME"] == session, let host = environment["BACKENDAI_CLUSTER_HOST"],
                // The runner's own children have its command line for a moment.
                found[host].map({ pid < $0.pid }) ?? true
            else { continue }
            found[host] = (pid, environment)
        }
        return found
    }

    /// What `info` shows of a session's kernels.
    private func kernels(of session: String, _ stack: TestStack) async throws -> [JSONValue] {
        let info = try await stack.run("info", session, "--output", "json")
        let answer = try JSONValue(parsing: info.outputBytes)
        return answer["items"]?.items?.first?["containers"]?.items ?? []
    }

    @Test("three kernels start and end together; each knows its place, and code runs in the main one")
    func lifetime() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let started = try await stack.command(["start", "-t", "lab-gang"] + Self.small + ["python"]).run()
            #expect(started.status == 0, "\(started)")
            let runners = runners(of: "lab-gang")
            #expect(runners.keys.sorted() == ["main1", "sub1", "sub2"])
            for (host, role, index, rank) in [
                ("main1", "main", "1", "0"), ("sub1", "sub", "1", "1"), ("sub2", "sub", "2", "2"),
            ] {
                let environment = runners[host]?.environment ?? [:]
                let expected = [
                    "ROLE": role, "IDX": index, "LOCAL_RANK": rank, "HOST": host, "SIZE": "3",
                    "HOSTS": "main1,sub1,sub2", "REPLICAS": "main:1,sub:2",
                ]
                for (name, value) in expected {
                    #expect(environment["BACKENDAI_CLUSTER_" + name] == value, "\(name) of \(host)")
                }
            }
            #expect(Set(runners.values.map { $0.environment["BACKENDAI_KERNEL_ID"] }).count == 3)
            let code = "import os, socket; print(socket.gethostname(), os.environ['BACKENDAI_CLUSTER_ROLE'])"
            let ran = try await stack.run("run", "-t", "lab-gang", "-c", code, "python")
            #expect(ran.output == "main1 main\n", "\(ran)")
            let kernels = try await kernels(of: "lab-gang", stack)
            #expect(kernels.map { $0["cluster_hostname"] } == ["main1", "sub1", "sub2"], "\(kernels)")
            #expect(kernels.allSatisfy { $0["status"] == "RUNNING" && $0["container_id"]?.text != nil })
            let shown = try await stack.run("session", "info", "lab-gang")
            for host in ["main1", "sub1", "sub2"] { #expect(shown.output.contains(host), "\(shown)") }
            let restarted = try await stack.run("restart", "lab-gang")
            #expect(restarted.status == 0, "\(restarted)")
            let others = self.runners(of: "lab-gang")
            #expect(others.keys.sorted() == ["main1", "sub1", "sub2"])
            #expect(Set(others.values.map(\.pid)).isDisjoint(with: runners.values.map(\.pid)))
            let again = try await stack.run("run", "-t", "lab-gang", "-c", code, "python")
            #expect(again.output == "main1 main\n", "\(again)")
            let removed = try await stack.run("rm", "lab-gang")
            #expect(removed.status == 0, "\(removed)")
            #expect(await stack.empties())
            #expect(self.runners(of: "lab-gang").isEmpty)
            let sized = try await stack.run(
                "run", "--cluster-size", "2", "--cluster-mode", "multi-node", "-r", "cpu=1", "-r", "mem=256m", "-c",
                "import os; print(os.environ['BACKENDAI_CLUSTER_HOSTS'])", "python")
            #expect(sized.output == "main1,sub1\n", "\(sized)")
        }
    }

    @Test("a batch session of three kernels ends with its main kernel's command, and that decides the result")
    func batch() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let line = ["start", "-t", "lab-work", "--type", "batch", "-c", "echo done by $BACKENDAI_CLUSTER_HOST"]
            let started = try await stack.command(line + Self.small + ["bash"]).run()
            #expect(started.status == 0, "\(started)")
            let ended = try await stack.run("wait", "lab-work", "--for", "TERMINATED", "--timeout", "60")
            #expect(ended.status == 0, "\(ended)")
            let listed = try await stack.run("ps", "--all", "--fields", "name,status,status_info,result", "--plain")
            #expect(listed.output.contains("task-done") && listed.output.contains("SUCCESS"), "\(listed)")
            let logs = try await stack.run("session", "logs", "lab-work")
            #expect(logs.output.contains("done by main1\n"), "\(logs)")
            #expect(runners(of: "lab-work").isEmpty)
        }
    }

    @Test("outlives its daemons, goes on without a kernel beside the main one, and ends when that one ends")
    func survival() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let started = try await stack.command(["start", "-t", "lab-gang"] + Self.small + ["python"]).run()
            #expect(started.status == 0, "\(started)")
            for daemon in ["manager", "agent"] {
                kill(try #require(stack.pid(of: daemon)), SIGKILL)
                while stack.pid(of: daemon) != nil { try await Task.sleep(for: .milliseconds(5)) }
            }
            let after = try await stack.run("run", "-t", "lab-gang", "-c", "print('after')", "python")
            #expect(after.output == "after\n", "\(after)")
            #expect(try await kernels(of: "lab-gang", stack).map { $0["status"] } == ["RUNNING", "RUNNING", "RUNNING"])
            let runners = runners(of: "lab-gang")
            #expect(runners.count == 3)
            kill(try #require(runners["sub2"]?.pid), SIGKILL)
            let degraded = try await stack.run("wait", "lab-gang", "--for", "RUNNING_DEGRADED", "--timeout", "30")
            #expect(degraded.status == 0, "\(degraded)")
            #expect(
                try await kernels(of: "lab-gang", stack).map { $0["status"] } == ["RUNNING", "RUNNING", "TERMINATED"])
            let still = try await stack.run("run", "-t", "lab-gang", "-c", "print('still')", "python")
            #expect(still.output == "still\n", "\(still)")
            kill(try #require(runners["main1"]?.pid), SIGKILL)
            let ended = try await stack.run("wait", "lab-gang", "--for", "TERMINATED", "--timeout", "30")
            #expect(ended.status == 0, "\(ended)")
            #expect(self.runners(of: "lab-gang").isEmpty)
        }
    }

    @Test("kernels that do not all find room wait together; `why` tells with how many it would start")
    func waiting() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let large = ["-r", "mem=256m", "--enqueue-only", "python"]
            let alone = try await stack.command(
                ["start", "-t", "lab-gang", "--cluster-size", "3", "-r", "cpu=2"] + large
            ).run()
            #expect(alone.status == 1 && alone.error.contains("--cluster-mode multi-node"), "\(alone)")
            _ = try await stack.run("start", "-t", "lab-run", "-r", "cpu=1", "-r", "mem=256m", "python")
            let waiting = try await stack.command(
                ["start", "-t", "lab-gang", "--cluster-size", "3", "--cluster-mode", "multi-node", "-r", "cpu=1"]
                    + large
            ).run()
            #expect(waiting.status == 0, "\(waiting)")
            let why = try await stack.run("why", "lab-gang")
            #expect(why.output.contains("2 kernels instead of 3"), "\(why)")
            #expect(runners(of: "lab-gang").isEmpty)
            _ = try await stack.run("rm", "lab-run")
            let runs = try await stack.run("wait", "lab-gang", "--for", "RUNNING", "--timeout", "30")
            #expect(runs.status == 0, "\(runs)")
            #expect(runners(of: "lab-gang").count == 3)
        }
    }
}
