import Core
import Foundation
import Testing

@testable import Agent

@Suite(
    "Restarted sandboxes",
    .enabled(if: SandboxHarness.isPossible, "needs root, runc and writable cgroups"),
    .serialized
)
struct SandboxRestartTests {
    @Test(
        "keep files, ids and limits, and lose every process and what lay in /tmp",
        arguments: [SandboxConfiguration.ScratchKind.automatic, .memory])
    func restart(kind: SandboxConfiguration.ScratchKind) async throws {
        let harness = try await SandboxHarness(scratchKind: kind)
        let spec = harness.spec()
        let first = try await harness.start(spec)
        _ = try first.run("echo kept > /home/work/file; echo lost > /tmp/file; (sleep 600 > /dev/null 2>&1 &)")
        let ids = try first.run("stat -c '%u %a' /home/work")

        try first.process.send(SIGKILL)
        _ = await first.process.end()
        let second = try await harness.sandboxes.restart(first, spec, image: try harness.image, generation: 1)

        #expect(second.process.pid != first.process.pid && second.range == first.range)
        #expect(try second.run("cat /home/work/file; ls /tmp/file 2>/dev/null; pgrep sleep; true") == "kept\n")
        #expect(try second.run("stat -c '%u %a' /home/work") == ids)
        let record = try RecoveryRecord.load(from: second.directory)
        #expect(record?.generation == 1 && record?.pid == second.process.pid)
        #expect(await harness.sandboxes.rangesInUse == [first.range])
        #expect(try await harness.remove() == [])
    }
}
