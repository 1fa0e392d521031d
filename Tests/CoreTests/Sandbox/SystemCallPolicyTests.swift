import Testing

@testable import Core

@Suite("System call policy")
struct SystemCallPolicyTests {
    private static let allowed =
        FileCalls.allowed + DescriptorCalls.allowed + MemoryCalls.allowed + ProcessCalls.allowed
        + IdentityCalls.allowed + SignalCalls.allowed + TimeCalls.allowed + SocketCalls.allowed
        + SharingCalls.allowed + MachineCalls.allowed

    @Test("the tables name no call twice, and none both as allowed and as refused")
    func unique() {
        let all =
            Self.allowed + ForbiddenCalls.refused + ForbiddenCalls.hidden + RefusedCalls.refused
            + ExaminedCalls.conditions.keys
        let repeated = Dictionary(grouping: all, by: { $0 }).filter { $0.value.count > 1 }.keys

        #expect(repeated.isEmpty)
        #expect(SystemCallPolicy.standard.rules.count == all.count - ForbiddenCalls.hidden.count)
    }

    @Test(
        "refuses what reaches out of a sandbox",
        arguments: [
            "bpf", "keyctl", "add_key", "request_key", "perf_event_open", "userfaultfd", "io_uring_setup",
            "io_uring_enter", "io_uring_register", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd",
            "kcmp", "mount", "umount2", "pivot_root", "fsopen", "open_tree", "move_mount", "kexec_load", "init_module",
            "finit_module", "delete_module", "reboot", "swapon", "swapoff", "settimeofday", "clock_settime", "acct",
            "quotactl", "lookup_dcookie", "open_by_handle_at", "nfsservctl", "iopl", "ioperm", "vm86", "setns",
        ] as [SystemCallName]
    )
    func refusedByStandard(name: SystemCallName) {
        #expect(SystemCallPolicy.standard.rule(for: name) == .refused)
        #expect(throws: SystemCallPolicy.Refusal.forbidden(name)) { try SystemCallPolicy.standard.allowing([name]) }
    }

    @Test("allows what the kernel runner needs to give up its rights")
    func runnerCalls() {
        for name in ["setuid", "setgid", "setgroups", "capset", "prctl", "seccomp", "setresuid"] as [SystemCallName] {
            #expect(SystemCallPolicy.standard.rule(for: name) == .allowed)
        }
    }

    @Test("hides clone3, whose flags no filter can see, and what it has never heard of")
    func absent() {
        #expect(SystemCallPolicy.standard.rule(for: "clone3") == .absent)
        #expect(SystemCallPolicy.standard.rule(for: "next_year") == .absent)
        #expect(throws: SystemCallPolicy.Refusal.forbidden("clone3")) {
            try SystemCallPolicy.standard.allowing(["clone3"])
        }
    }

    @Test("changes are made in a copy, and the last one holds")
    func operations() throws {
        let policy = SystemCallPolicy.standard

        #expect(try policy.allowing(["vmsplice"]).rule(for: "vmsplice") == .allowed)
        #expect(policy.refusing(["execve"]).rule(for: "execve") == .refused)
        #expect(policy.hiding(["execve", "bpf"]).rule(for: "bpf") == .absent)
        #expect(policy.rule(for: "execve") == .allowed)
        #expect(try policy.refusing(["read"]).allowing(["read"]) == policy)

        let onlyItself = SystemCallCondition(argument: 0, test: .oneOf([0]))
        #expect(try policy.examining("kill", onlyItself).rule(for: "kill") == .examined(onlyItself))
    }

    @Test("no change lifts a condition of the standard", arguments: ExaminedCalls.conditions.keys.sorted())
    func conditionsStay(name: SystemCallName) {
        let anything = SystemCallCondition(argument: 0, test: .noneOf([]))

        #expect(throws: SystemCallPolicy.Refusal.forbidden(name)) { try SystemCallPolicy.standard.allowing([name]) }
        #expect(throws: SystemCallPolicy.Refusal.forbidden(name)) {
            try SystemCallPolicy.standard.examining(name, anything)
        }
    }

    @Test("where tables overlap the stricter one holds")
    func precedence() {
        let condition = SystemCallCondition(argument: 0, test: .oneOf([1]))
        let policy = SystemCallPolicy(
            allowed: ["a", "b", "c"], examined: ["b": condition, "c": condition], refused: ["c"])

        #expect(policy.rules == ["a": .allowed, "b": .examined(condition), "c": .refused])
    }
}
