/// Calls on the user, the groups and the capabilities of the calling process.
///
/// The kernel runner gives its rights up by these before it starts a user's program; after that they can
/// change nothing, so they need no condition.
enum IdentityCalls {
    static let allowed: [SystemCallName] = [
        "capget", "capset", "getegid", "getegid32", "geteuid", "geteuid32", "getgid", "getgid32", "getgroups",
        "getgroups32", "getresgid", "getresgid32", "getresuid", "getresuid32", "getuid", "getuid32", "setfsgid",
        "setfsgid32", "setfsuid", "setfsuid32", "setgid", "setgid32", "setgroups", "setgroups32", "setregid",
        "setregid32", "setresgid", "setresgid32", "setresuid", "setresuid32", "setreuid", "setreuid32", "setuid",
        "setuid32",
    ]
}
