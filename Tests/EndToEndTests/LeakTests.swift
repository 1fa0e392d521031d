import Core
import Glibc
import TestSupport
import Testing

@Suite("What sessions leave behind", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct LeakTests {
    /// Sessions that are made between the two looks; a leak of any of them shows as that many.
    private static let rounds = 12
    /// Connections that daemons may have kept open in the second look and not in the first.
    private static let slack = 5

    private static let programs = [
        "print(1)", "raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)", "x = bytearray(10**9)",
    ]

    @Test("is nothing: no descriptor of a daemon, process, mount, cgroup, directory or runtime's container")
    func sessions() async throws {
        try await TestStack.with { stack in
            // What daemons open once is open after the first sessions.
            try await run(stack, rounds: 2)
            let before = try look(stack)
            try await run(stack, rounds: Self.rounds)
            let after = try look(stack)
            for (kind, count) in after {
                let first = before[kind] ?? 0
                let allowed = kind.hasPrefix("descriptors") ? Self.slack : 0
                #expect(count <= first + allowed, "\(kind): \(first) before, \(count) after \(Self.rounds) sessions")
            }
            #expect(after["kernels"] == 0 && after["containers"] == 0 && after["cgroups"] == 0, "\(after)")

            // A living session is seen, so nothing would be missed of a dead one.
            #expect(try await stack.run("start", "-t", "lab-one", "python").status == 0)
            let living = try look(stack)
            #expect(living["kernels"] == 1 && living["containers"] == 1 && (living["cgroups"] ?? 0) > 0, "\(living)")
        }
    }

    private func run(_ stack: TestStack, rounds: Int) async throws {
        for round in 0..<rounds {
            let code = Self.programs[round % Self.programs.count]
            _ = try await stack.run("run", "--no-input", "-r", "mem=256m", "-c", code, "python")
        }
        #expect(await stack.empties())
    }

    /// How many there are of each kind.
    private func look(_ stack: TestStack) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for daemon in ["manager", "agent"] {
            let pid = try #require(stack.pid(of: daemon))
            counts["descriptors of the \(daemon)"] = Directory.entries("/proc/\(pid)/fd").count
            counts["children of the \(daemon)"] = try FileText.read("/proc/\(pid)/task/\(pid)/children")
                .split(separator: " ").count
        }
        counts["kernels"] = Directory.entries(stack.state + "/kernels").count
        counts["containers"] = Directory.entries(stack.state + "/runtime").filter { !$0.hasSuffix(".log") }.count
        counts["mounts"] = try FileText.read("/proc/self/mountinfo").split(separator: "\n")
            .count { $0.contains(stack.state) }
        let id = StackID(stateDirectory: stack.state).text
        counts["cgroups"] =
            Directory.entries("/sys/fs/cgroup").flatMap { controller in
                Directory.entries("/sys/fs/cgroup/\(controller)/backend.ai/\(id)").filter(\.isKernel)
            }.count
        return counts
    }
}

extension String {
    /// Whether it is the name of a kernel's directory: a UUID.
    fileprivate var isKernel: Bool { count == 36 && self.filter { $0 == "-" }.count == 4 }
}
