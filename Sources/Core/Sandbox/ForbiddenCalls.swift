/// Calls that no policy may allow, because they reach out of the sandbox.
enum ForbiddenCalls {
    /// Those that answer EPERM.
    static let refused: [SystemCallName] =
        namespaces + mounts + kernelPrograms + keys + otherProcesses + machine + handles + rawAccess + sockets

    /// Those that answer ENOSYS.
    ///
    /// The flags of `clone3` stand behind a pointer, where no filter can look; the C library falls back to `clone`.
    static let hidden: [SystemCallName] = ["clone3"]

    /// All of them.
    static let names = Set(refused + hidden)

    private static let namespaces: [SystemCallName] = ["chroot", "pivot_root", "setdomainname", "sethostname", "setns"]

    private static let mounts: [SystemCallName] = [
        "fsconfig", "fsmount", "fsopen", "fspick", "mount", "mount_setattr", "move_mount", "open_tree", "umount",
        "umount2",
    ]

    // io_uring works past a filter: the calls made through its ring are never seen by it.
    private static let kernelPrograms: [SystemCallName] = [
        "bpf", "io_uring_enter", "io_uring_register", "io_uring_setup", "perf_event_open", "userfaultfd",
    ]

    // The kernel's key rings are not bounded by a namespace.
    private static let keys: [SystemCallName] = ["add_key", "keyctl", "request_key"]

    private static let otherProcesses: [SystemCallName] = [
        "kcmp", "migrate_pages", "move_pages", "pidfd_getfd", "process_madvise", "process_mrelease",
        "process_vm_readv", "process_vm_writev", "ptrace",
    ]

    private static let machine: [SystemCallName] = [
        "acct", "adjtimex", "clock_adjtime", "clock_adjtime64", "clock_settime", "clock_settime64", "create_module",
        "delete_module", "finit_module", "get_kernel_syms", "init_module", "kexec_file_load", "kexec_load",
        "nfsservctl", "query_module", "quotactl", "quotactl_fd", "reboot", "settimeofday", "stime", "swapoff",
        "swapon", "syslog", "vhangup",
    ]

    // A file handle leads to a file without a path, past the root of the container.
    private static let handles: [SystemCallName] = [
        "fanotify_init", "fanotify_mark", "lookup_dcookie", "open_by_handle_at",
    ]

    private static let rawAccess: [SystemCallName] = [
        "ioperm", "iopl", "modify_ldt", "pciconfig_iobase", "pciconfig_read", "pciconfig_write", "vm86", "vm86old",
    ]

    // How old 32-bit C libraries make sockets. The arguments stand behind a pointer, so with it the families that
    // ExaminedCalls leaves out would be open to 32-bit programs.
    private static let sockets: [SystemCallName] = ["socketcall"]
}
