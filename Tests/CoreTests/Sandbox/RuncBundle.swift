#if os(Linux)
    import Foundation

    @testable import Core

    /// An OCI bundle over this machine's `/usr`, run once by runc under a policy.
    struct RuncBundle {
        /// Whose rights the program has.
        enum User {
            /// uid 1000 without capabilities, as every program of a user.
            case unprivileged
            /// uid 0 with all capabilities that this process has, so that EPERM can only come from the filter.
            case privileged
        }

        static let runc = ["/usr/sbin/runc", "/usr/bin/runc", "/usr/local/sbin/runc"]
            .first(where: FileManager.default.isExecutableFile(atPath:))

        static var isPossible: Bool {
            geteuid() == 0 && runc != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
                && (try? CgroupLayout.current().isWritable) == true
        }

        let policy: SystemCallPolicy
        let user: User

        /// Runs a Python program and answers what it printed.
        func run(python program: String) throws -> String {
            let directory = FileManager.default.temporaryDirectory.appending(path: "bundle-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            let name = "backend.ai-test-\(UUID().uuidString.lowercased())"
            try makeRoot(directory.appending(path: "rootfs"))
            // Whatever goes wrong inside, the program ends.
            let bounded = "import faulthandler\nfaulthandler.dump_traceback_later(60, exit=True)\n" + program
            try bounded.write(
                to: directory.appending(path: "rootfs/home/work/main.py"), atomically: false, encoding: .utf8)
            try JSONSerialization.data(withJSONObject: configuration(name: name))
                .write(to: directory.appending(path: "config.json"))

            let log = directory.appending(path: "output")
            try Data().write(to: log)
            let output = try FileHandle(forWritingTo: log)
            let process = Process()
            process.executableURL = URL(filePath: Self.runc ?? "")
            process.arguments = [
                "--root", directory.appending(path: "state").path,
                "run", "--bundle", directory.path, name,
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = output
            try process.run()
            process.waitUntilExit()
            return try String(contentsOf: log, encoding: .utf8)
        }

        private func makeRoot(_ root: URL) throws {
            let files = FileManager.default
            for name in ["usr", "etc", "proc", "dev", "sys", "tmp", "home/work"] {
                try files.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
            }
            // runc 1.1 gives a tmpfs the mode of the directory it covers, whatever its options say.
            try files.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: root.appending(path: "tmp").path)
            for name in ["bin", "lib", "lib64", "sbin"] {
                try files.createSymbolicLink(
                    atPath: root.appending(path: name).path, withDestinationPath: "usr/\(name)")
            }
            try "root:x:0:0::/:/bin/sh\nwork:x:1000:1000::/home/work:/bin/sh\n"
                .write(to: root.appending(path: "etc/passwd"), atomically: false, encoding: .utf8)
        }

        private func configuration(name: String) throws -> [String: Any] {
            let architecture = SystemCallArchitecture.current ?? .x86_64
            let seccomp = try JSONSerialization.jsonObject(
                with: JSONEncoder().encode(policy.document(for: architecture)))
            let capabilities = user == .privileged ? try Self.ownCapabilities() : []
            let identifier = user == .privileged ? 0 : 1000
            func mount(_ destination: String, _ type: String, _ source: String, _ options: [String]) -> [String: Any] {
                ["destination": destination, "type": type, "source": source, "options": options]
            }
            return [
                "ociVersion": "1.0.2",
                "process": [
                    "terminal": false, "user": ["uid": identifier, "gid": identifier], "cwd": "/home/work",
                    "args": ["/usr/bin/python3", "/home/work/main.py"], "env": ["PATH=/usr/bin:/bin", "HOME=/tmp"],
                    "noNewPrivileges": true,
                    "capabilities": ["bounding": capabilities, "effective": capabilities, "permitted": capabilities],
                ] as [String: Any],
                "root": ["path": "rootfs", "readonly": true] as [String: Any],
                "hostname": "kernel",
                "mounts": [
                    mount("/proc", "proc", "proc", []),
                    mount("/dev", "tmpfs", "tmpfs", ["nosuid", "mode=755", "size=64k"]),
                    mount("/dev/shm", "tmpfs", "shm", ["nosuid", "noexec", "nodev", "mode=1777", "size=16m"]),
                    mount("/dev/pts", "devpts", "devpts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666"]),
                    mount("/usr", "bind", "/usr", ["rbind", "ro"]),
                    mount("/tmp", "tmpfs", "tmpfs", ["nosuid", "nodev", "mode=1777", "size=16m"]),
                ],
                "linux": [
                    "cgroupsPath": "/\(name)",
                    "namespaces": ["pid", "network", "ipc", "uts", "mount", "cgroup"].map { ["type": $0] },
                    "resources": ["pids": ["limit": 128], "memory": ["limit": 536_870_912]],
                    "seccomp": seccomp,
                ] as [String: Any],
            ]
        }

        /// The names of the capabilities that this process can pass on (linux/capability.h, in order).
        private static func ownCapabilities() throws -> [String] {
            let names = """
                CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE \
                NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT \
                SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE \
                AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ \
                PERFMON BPF CHECKPOINT_RESTORE
                """
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("CapPrm:") }
            let held = UInt64(line?.split(separator: "\t").last ?? "", radix: 16) ?? 0
            return names.split(separator: " ").enumerated()
                .filter { held >> UInt64($0.offset) & 1 == 1 }
                .map { "CAP_\($0.element)" }
        }
    }
#endif
