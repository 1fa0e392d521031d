import Core

extension BundlePlan {
    /// Where the kernel runner is inside.
    static let runnerPath = "/opt/backend.ai/bin/backend.ai-kernel-runner"

    /// Hidden, as `runc spec` and Docker have it: the kernel's memory, keys, timers and devices of the machine.
    static let maskedPaths = [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
        "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
    ]

    /// Read-only, as `runc spec` has it: settings of the machine.
    static let readOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]

    /// The mounts in order.
    ///
    /// The root is read-only and already has every mount point, so neither /sys nor /home
    /// needs a file system of its own: of /sys there is `devices/system/cpu` and nothing else.
    var mounts: [OCIMount] {
        devices + [.readOnlyTree("/usr")] + configuration + [
            .readOnlyTree("/sys/devices/system/cpu", executable: false),
            // runc gives a tmpfs the mode of the directory below it, whatever the options say.
            .fresh("tmpfs", at: "/tmp", "nosuid", "nodev", "mode=1777", "size=\(temporarySize)"),
            home,
            .bind(directory.configuration, at: "/home/config", "ro", "nosuid", "nodev", "noexec"),
        ] + (program == nil ? [.bind(host.runner, at: Self.runnerPath, "ro", "nosuid", "nodev")] : [])
    }

    private var configuration: [OCIMount] {
        [
            .bind(host.etc, at: "/etc", "ro", "nosuid", "nodev", "noexec"),
            .bind(directory.hosts, at: "/etc/hosts", "ro", "nosuid", "nodev", "noexec"),
        ] + host.etcBinds.map { .bind("/etc/\($0)", at: "/etc/\($0)", "ro", "nosuid", "nodev", "noexec") }
            + host.binds.map { .bind($0, at: $0, "ro", "nosuid", "nodev", "noexec") }
    }

    private var devices: [OCIMount] {
        [
            .fresh("proc", at: "/proc", "nosuid", "nodev", "noexec"),
            .fresh("tmpfs", at: "/dev", "nosuid", "noexec", "strictatime", "mode=755", "size=64k"),
            .fresh(
                "devpts", at: "/dev/pts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            .fresh(
                "tmpfs", at: "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777",
                "size=\(max(spec.sharedMemory, 4096))"),
            .fresh("mqueue", at: "/dev/mqueue", "nosuid", "noexec", "nodev"),
        ]
    }

    private var home: OCIMount {
        switch scratch {
        case .volume:
            .bind(directory.scratch, at: "/home/work", "rw", "nosuid", "nodev")
        case .memory(let size):
            // The ids are the sandbox's own, since it is mounted in its user namespace.
            .fresh(
                "tmpfs", at: "/home/work", "nosuid", "nodev", "mode=700", "uid=\(IDRange.workUser)",
                "gid=\(IDRange.workUser)", "size=\(size.bytes)")
        }
    }

    private var temporarySize: Int64 {
        let memory = spec.slots[.mem].whole
        return memory > 0 ? min(limits.temporary.bytes, max(memory / 2, 1 << 20)) : limits.temporary.bytes
    }
}
