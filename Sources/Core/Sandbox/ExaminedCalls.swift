/// Calls that are allowed or refused by one of their arguments.
enum ExaminedCalls {
    static let conditions: [SystemCallName: SystemCallCondition] = [
        "clone": SystemCallCondition(argument: 0, test: .withoutBits(newNamespaces)),
        "unshare": SystemCallCondition(argument: 0, test: .withoutBits(newNamespaces)),
        "socket": SystemCallCondition(argument: 0, test: .oneOf(socketFamilies)),
        "socketpair": SystemCallCondition(argument: 0, test: .oneOf(socketFamilies)),
        "personality": SystemCallCondition(argument: 0, test: .oneOf(personalities)),
        "ioctl": SystemCallCondition(argument: 1, test: .noneOf(terminalInjections)),
    ]

    /// CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h).
    ///
    /// A user namespace would give a program every capability inside it, and with those most of the kernel.
    static let newNamespaces: UInt32 = 0x7E02_0080

    /// AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK.
    ///
    /// Left out are, above all, AF_ALG (38, kernel crypto), AF_PACKET (17) and AF_VSOCK (40, which no network
    /// namespace bounds).
    static let socketFamilies: Set<UInt32> = [1, 2, 10, 16]

    /// PER_LINUX, PER_LINUX32, UNAME26 with either, and the question (linux/personality.h).
    ///
    /// Not among them is ADDR_NO_RANDOMIZE, which makes attacks on memory easier.
    static let personalities: Set<UInt32> = [0, 8, 0x20000, 0x20008, 0xFFFF_FFFF]

    /// TIOCSTI and TIOCLINUX: both put characters into a terminal as if they had been typed.
    static let terminalInjections: Set<UInt32> = [0x5412, 0x541C]
}
