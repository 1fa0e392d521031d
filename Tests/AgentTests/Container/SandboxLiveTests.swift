import Core
import Foundation
import Testing

@testable import Agent

@Suite(
    "Sandboxes of this machine",
    .enabled(if: SandboxHarness.isPossible, "needs root, runc and writable cgroups"),
    .serialized
)
struct SandboxLiveTests {
    @Test("a program inside sees its own world and has no rights")
    func isolation() async throws {
        let harness = try await SandboxHarness()
        let image = try harness.image
        let sandbox = try await harness.start(harness.spec())

        let status = try sandbox.run(
            "grep -E '^(Uid|Groups|Seccomp|NoNewPrivs|Cap(Eff|Prm|Inh|Amb)):' /proc/self/status")
        #expect(status.fields["Uid"] == "1000 1000 1000 1000")
        #expect(status.fields["Groups"] == "")
        #expect(status.fields["Seccomp"] == "2")
        #expect(status.fields["NoNewPrivs"] == "1")
        for set in ["CapEff", "CapPrm", "CapInh", "CapAmb"] { #expect(status.fields[set] == "0000000000000000") }
        // SETGID, SETUID, SETPCAP and KILL: bits 5 to 8.
        let own = try sandbox.run("grep -E '^(Uid|Cap(Eff|Prm|Bnd)|Seccomp):' /proc/1/status", asRoot: true).fields
        #expect(own["Uid"] == "0 0 0 0")
        #expect(own["Seccomp"] == "2")
        for set in ["CapEff", "CapPrm", "CapBnd"] { #expect(own[set] == "00000000000001e0") }

        // A call of x86's other modes, which the filter is not made for, ends the program: 128 + SIGSYS.
        if image.architecture == "x86_64" {
            let call = "python3 -c 'import ctypes; ctypes.CDLL(None).syscall(0x40000000 | 39)'; echo $?"
            #expect(try sandbox.run(call).words.last == "159")
        }
        let unknown =
            "python3 -c 'import ctypes; l = ctypes.CDLL(None, use_errno=True); l.syscall(4000); print(ctypes.get_errno())'"
        #expect(try sandbox.run(unknown) == "\(ENOSYS)\n")

        // Standard streams, the listening socket and the connection that this is asked over; the rest is Python's pipe.
        let descriptors = try sandbox.run("for f in /proc/1/fd/*; do readlink $f; done", asRoot: true).words
        #expect(descriptors.first == "/dev/null")
        #expect(descriptors.filter { $0.hasPrefix("socket:") }.count == 2)
        #expect(descriptors.filter { $0.hasPrefix("/") }.count == 3)

        let base = sandbox.range.base
        #expect(try sandbox.run("cat /proc/self/uid_map").words == ["0", "\(base)", "65536"])
        #expect(try sandbox.run("cat /proc/self/gid_map").words == ["0", "\(base)", "65536"])
        #expect(try sandbox.run("hostname").words == ["main1"])
        #expect(try sandbox.run("getent hosts main1").words.first == "::1")
        #expect(try sandbox.run("tail -n +3 /proc/net/dev | cut -d: -f1").words == ["lo"])
        #expect(
            try sandbox.run("python3 -c 'import socket; s=socket.create_server((\"127.0.0.1\", 0)); print(1)'") == "1\n"
        )
        #expect(
            try sandbox.run("ls /sys; ls /sys/devices; ls /sys/devices/system").words == ["devices", "system", "cpu"])
        #expect(try sandbox.run("cat /proc/1/cmdline | tr '\\0' ' '").contains("--listen 3 --runtime python"))
        #expect(try sandbox.run("ls /proc | grep -c '^[0-9]'").words.first.flatMap { Int($0) }.map { $0 <= 5 } == true)
        #expect(
            try sandbox.run("echo $GREETING $HOME $BACKENDAI_KERNEL_ID $OMP_NUM_THREADS").words
                == ["hello", "/home/work", sandbox.kernel.rawValue, "1"])
        #expect(try await harness.remove() == [])
    }

    @Test("the host's files are read-only, and the private ones are not there")
    func files() async throws {
        let harness = try await SandboxHarness()
        let sandbox = try await harness.start(harness.spec())

        for path in ["/x", "/usr/x", "/etc/x", "/home/x", "/home/config/x", "/sys/devices/system/cpu/x", "/opt/x"] {
            let answer = try sandbox.run("touch \(path) 2>&1")
            #expect(
                answer.contains("Read-only file system") || answer.contains("Permission denied"), "\(path): \(answer)")
            #expect(try sandbox.run("touch \(path) 2>&1", asRoot: true) != "")
        }
        for name in ["shadow", "gshadow", "ssh", "ssl/private", "machine-id", "sudoers", "pip.conf", "environment"] {
            #expect(try sandbox.run("ls -d /etc/\(name) 2>&1").contains("No such file"))
        }
        #expect(try sandbox.run("id -un").words == ["work"])
        #expect(
            try sandbox.run("touch /home/work/a /tmp/b /dev/shm/c && stat -c '%U %a' /home/work /tmp /dev/shm").words
                == ["work", "700", "root", "1777", "root", "1777"])
        #expect(
            try sandbox.run("find /usr/bin -perm -4000 | head -1; cat /proc/self/mountinfo | grep ' /usr ' ")
                .contains("nosuid"))
        #expect(try sandbox.run("cat /proc/sys/kernel/hostname > /proc/sys/kernel/hostname", asRoot: true) != "")
        #expect(try sandbox.run("cat /proc/kcore 2>&1; ls /sys/fs/cgroup 2>&1").contains("No such file"))
        #expect(
            try sandbox.run("python3 -c 'import ssl; print(len(ssl.create_default_context().get_ca_certs()) > 9)'")
                == "True\n")
        #expect(try await harness.remove() == [])
    }

    @Test("a disk mounted below /usr on the host is read-only inside as well")
    func submounts() async throws {
        let harness = try await SandboxHarness()
        // /usr/local/games is empty on Debian; what is mounted there is gone at the end of the test.
        let mountPoint = "/usr/local/games"
        try #require(access(mountPoint, F_OK) == 0)
        try MountPoint.mount("tmpfs", on: mountPoint, type: "tmpfs", options: "size=64k,mode=1777")
        defer { try? MountPoint.unmount(mountPoint) }
        let sandbox = try await harness.start(harness.spec())
        #expect(try sandbox.run("touch \(mountPoint)/x 2>&1").contains("Read-only file system"))
        #expect(try sandbox.run("grep \(mountPoint) /proc/self/mountinfo").contains("ro,nosuid,nodev"))
        #expect(try await harness.remove() == [])
    }

    @Test("the limits hold: memory, processes, disk, shared memory")
    func limits() async throws {
        let harness = try await SandboxHarness()
        let sandbox = try await harness.start(harness.spec(memory: 128 << 20))

        let usage = try sandbox.group.statistics()
        #expect(usage.memory?.limitBytes == 128 << 20)
        #expect(usage.pids?.limit == 2048)
        #expect(try sandbox.run("df -k /dev/shm /tmp | awk 'NR > 1 {print $2}'").words == ["16384", "65536"])
        let size = try #require(Int(try sandbox.run("df -k /home/work | awk 'NR == 2 {print $2}'").words[0]))
        #expect((60_000...65_536).contains(size))
        #expect(try sandbox.run("dd if=/dev/zero of=/home/work/big bs=1M count=100 2>&1").contains("No space left"))
        #expect(try sandbox.run("python3 -c 'bytearray(300 << 20)' 2>&1; echo $?").words.last == "137")
        #expect((try sandbox.group.statistics().memory?.oomKills ?? 0) >= 1)
        // The runner goes on.
        #expect(try sandbox.run("echo alive") == "alive\n")

        let sample = try StatisticsSampler.Sample.take(
            pid: sandbox.process.pid, group: sandbox.group, scratch: sandbox.directory)
        var sampler = StatisticsSampler()
        let statistics = sampler.statistics(sample)
        #expect((statistics.cpuUsed ?? 0) > 0)
        #expect((statistics.scratchSize ?? 0) > 40 << 20)
        #expect(statistics.memoryLimit == 128 << 20)
        #expect(try await harness.remove() == [])
    }

    @Test("each kernel has ids of its own, and cannot see another's files or processes")
    func neighbours() async throws {
        let harness = try await SandboxHarness()
        async let first = harness.start(harness.spec())
        async let second = harness.start(harness.spec())
        let (one, other) = try await (first, second)
        #expect(one.range != other.range)
        #expect(try one.run("echo secret > /home/work/file; cat /home/work/file") == "secret\n")
        #expect(try other.run("ls /home/work") == "")
        let ranges = await harness.sandboxes.rangesInUse
        #expect(Set(ranges) == [one.range, other.range])
        try await harness.sandboxes.remove(one)
        #expect(await harness.sandboxes.rangesInUse == [other.range])
        #expect(try await harness.remove() == [])
        #expect(await harness.sandboxes.rangesInUse == [])
    }

    @Test("an agent that starts again finds the kernels of the one before, their ids and sockets")
    func adoption() async throws {
        let harness = try await SandboxHarness()
        let spec = harness.spec()
        let sandbox = try await harness.start(spec)

        let next = try await harness.restarted()
        #expect(await next.sandboxes.rangesInUse == [sandbox.range])
        let recovered = try await next.sandboxes.recover()
        #expect(recovered.map(\.kernel) == [spec.kernel])
        #expect(recovered.first?.record?.spec == spec)
        let adopted = try #require(recovered.first?.running)
        #expect(adopted.process.pid == sandbox.process.pid)
        #expect(try adopted.run("echo still here") == "still here\n")

        try adopted.process.send(SIGKILL)
        #expect(await adopted.process.end() == .known(.signalled(SIGKILL)))
        let later = try await next.sandboxes.recover()
        #expect(later.map(\.kernel) == [spec.kernel])
        #expect(later.first?.running == nil)
        #expect(try await next.remove() == [])
    }

    @Test("process 1 ends with its own code")
    func exitCode() async throws {
        let harness = try await SandboxHarness(scratchKind: .memory)
        let sandbox = try await harness.start(harness.spec())
        #expect(try sandbox.run("df /home/work | awk 'NR == 2 {print $1, $2}'") == "tmpfs 65536\n")
        #expect(try sandbox.run("stat -c '%u %a' /home/work") == "1000 700\n")
        async let end = sandbox.process.end()
        try sandbox.process.send(SIGKILL)
        #expect(await end == .known(.signalled(SIGKILL)))
        #expect(await sandbox.process.end() == .known(.signalled(SIGKILL)))
        #expect(try await harness.remove() == [])
    }

    @Test("a start that fails says why and leaves nothing")
    func failure() async throws {
        let harness = try await SandboxHarness()
        let spec = harness.spec()
        try FileManager.default.removeItem(atPath: harness.configuration.runner)
        let error = await #expect(throws: SandboxError.self) { try await harness.start(spec) }
        #expect(
            error?.description
                == "cannot find the kernel runner `\(harness.configuration.runner)`: No such file or directory")
        #expect(access(KernelDirectory(kernel: spec.kernel, state: harness.configuration.state).path, F_OK) != 0)
        #expect(await harness.sandboxes.rangesInUse == [])
        #expect(try await harness.remove() == [])
    }

    @Test("a start on a full disk says so, whatever failed for it, and leaves nothing")
    func fullDisk() async throws {
        let state = try SandboxHarness.makeState()
        try #require(mount("none", state, "tmpfs", 0, "size=8m,mode=700") == 0)
        defer {
            umount(state)
            rmdir(state)
        }
        let harness = try await SandboxHarness(scratchKind: .memory, state: state)
        let fill = try Descriptor.open("\(state)/fill", O_WRONLY | O_CREAT)
        #expect(throws: SystemCallError.self) { while true { try fill.write([UInt8](repeating: 0, count: 4096)) } }

        let error = await #expect(throws: SandboxError.self) { _ = try await harness.start(harness.spec()) }
        #expect(error.map { "\($0)" } == "no space is left on the disk of `\(state)`")
        unlink("\(state)/fill")
        #expect(await harness.sandboxes.rangesInUse.isEmpty)
        try await harness.sandboxes.removeEverything()
    }

    @Test("what users leave behind goes with the kernel: links, FIFOs, devices' names, many files")
    func leftovers() async throws {
        let harness = try await SandboxHarness()
        let sandbox = try await harness.start(harness.spec())
        #expect(
            try sandbox.run(
                """
                cd /home/work; ln -s /etc/passwd link; ln -s /proc/self/root root; mkfifo fifo; mkdir -p a/b/c; ln -s .. a/up
                python3 -c 'for i in range(3000): open(f"f{i}", "w").close()'; ls | wc -l
                """
            ).words == ["3004"])
        try await harness.sandboxes.remove(sandbox)
        #expect(try FileManager.default.contentsOfDirectory(atPath: harness.configuration.state + "/kernels") == [])
        try await harness.sandboxes.remove(sandbox)
        #expect(try await harness.remove() == [])
    }
}

extension String {
    fileprivate var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }

    /// Lines `Name: value value`.
    fileprivate var fields: [String: String] {
        var fields: [String: String] = [:]
        for line in split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...]).words.joined(separator: " ")
        }
        return fields
    }
}
