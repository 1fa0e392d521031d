/// Calls on names, directories and metadata.
enum FileCalls {
    static let allowed: [SystemCallName] =
        opening + directories + metadata + times + owners + extendedAttributes + watching + restricting

    private static let opening: [SystemCallName] = [
        "access", "creat", "faccessat", "faccessat2", "memfd_create", "name_to_handle_at", "open", "openat", "openat2",
        "truncate", "truncate64", "umask",
    ]

    // Making a device node needs a capability; FIFOs and sockets are made by mknod too.
    private static let directories: [SystemCallName] = [
        "chdir", "fchdir", "getcwd", "getdents", "getdents64", "link", "linkat", "mkdir", "mkdirat", "mknod", "mknodat",
        "readdir", "readlink", "readlinkat", "rename", "renameat", "renameat2", "rmdir", "symlink", "symlinkat",
        "unlink", "unlinkat",
    ]

    private static let metadata: [SystemCallName] = [
        "fstat", "fstat64", "fstatat64", "fstatfs", "fstatfs64", "lstat", "lstat64", "newfstatat", "stat", "stat64",
        "statfs", "statfs64", "statx", "sync", "syncfs",
    ]

    private static let times: [SystemCallName] = ["futimesat", "utime", "utimensat", "utimensat_time64", "utimes"]

    private static let owners: [SystemCallName] = [
        "chmod", "chown", "chown32", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchown32", "fchownat", "lchown",
        "lchown32",
    ]

    private static let extendedAttributes: [SystemCallName] = [
        "fgetxattr", "flistxattr", "fremovexattr", "fsetxattr", "getxattr", "lgetxattr", "listxattr", "llistxattr",
        "lremovexattr", "lsetxattr", "removexattr", "setxattr",
    ]

    private static let watching: [SystemCallName] = [
        "inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch",
    ]

    // A program may narrow its own rights further.
    private static let restricting: [SystemCallName] = [
        "landlock_add_rule", "landlock_create_ruleset", "landlock_restrict_self", "seccomp",
    ]
}
