import Foundation
import Testing

@testable import Core

@Suite("Seccomp document")
struct SeccompDocumentTests {
    private func text(_ document: SeccompDocument) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    @Test("has the form that the OCI runtime specification gives it")
    func golden() throws {
        let policy = SystemCallPolicy(
            allowed: ["write", "read"],
            examined: ["clone": SystemCallCondition(argument: 0, test: .withoutBits(0x1002_0000))],
            refused: ["bpf"]
        )

        #expect(
            try text(policy.document(for: .x86_64)) == """
                {"architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"],"defaultAction":"SCMP_ACT_ERRNO",\
                "defaultErrnoRet":38,"syscalls":[\
                {"action":"SCMP_ACT_ALLOW","names":["read","write"]},\
                {"action":"SCMP_ACT_ERRNO","errnoRet":1,"names":["bpf"]},\
                {"action":"SCMP_ACT_ALLOW","args":[{"index":0,"op":"SCMP_CMP_MASKED_EQ","value":268566528,"valueTwo":0}],\
                "names":["clone"]},\
                {"action":"SCMP_ACT_ERRNO","args":[{"index":0,"op":"SCMP_CMP_MASKED_EQ","value":131072,"valueTwo":131072}],\
                "errnoRet":1,"names":["clone"]},\
                {"action":"SCMP_ACT_ERRNO","args":[{"index":0,"op":"SCMP_CMP_MASKED_EQ","value":268566528,\
                "valueTwo":268435456}],"errnoRet":1,"names":["clone"]}]}
                """
        )
    }

    @Test("leaves out a list of names that is empty, and a test that every argument passes")
    func empty() throws {
        let condition = SystemCallCondition(argument: 1, test: .noneOf([]))
        let policy = SystemCallPolicy(allowed: [], examined: ["ioctl": condition])

        #expect(SystemCallPolicy().document(for: .aarch64).syscalls == [])
        #expect(
            policy.document(for: .aarch64).syscalls
                == [.init(names: ["ioctl"], action: .allow, errnoRet: nil, args: nil)])
    }

    @Test("covers the older modes of the processor unless told not to")
    func architectures() {
        let policy = SystemCallPolicy()

        #expect(policy.document(for: .aarch64).architectures == ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"])
        #expect(policy.document(for: .x86_64, coversOlderModes: false).architectures == ["SCMP_ARCH_X86_64"])
    }

    @Test("is the same each time")
    func stable() throws {
        let first = try text(SystemCallPolicy.standard.document(for: .x86_64))

        #expect(try text(SystemCallPolicy.standard.document(for: .x86_64)) == first)
    }

    /// Calls that came after libseccomp 2.5.4, which passes over them: such a library answers ENOSYS.
    private static let recent: Set<SystemCallName> = [
        "cachestat", "fchmodat2", "futex_requeue", "futex_wait", "futex_wake", "map_shadow_stack", "mseal",
    ]

    @Test(
        "knows every name as libseccomp does",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/scmp_sys_resolver"),
            "needs scmp_sys_resolver of Debian's package seccomp"
        )
    )
    func names() throws {
        let names = Set(SystemCallPolicy.standard.rules.keys).union(ForbiddenCalls.hidden)
        let unknown = try names.filter { name in
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/scmp_sys_resolver")
            process.arguments = [name.rawValue]
            process.standardOutput = output
            try process.run()
            let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            // -1 is an unknown name; other negative numbers are calls of another machine.
            return answer.trimmingCharacters(in: .whitespacesAndNewlines) == "-1"
        }

        #expect(unknown.subtracting(Self.recent).isEmpty)
    }
}
