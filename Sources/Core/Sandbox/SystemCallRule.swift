/// What happens to a system call.
public enum SystemCallRule: Sendable, Hashable {
    /// The kernel carries it out, with the rights that the process has.
    case allowed
    /// It answers EPERM, as for a process without the right.
    case refused
    /// It answers ENOSYS, as on a kernel that does not have it; libraries then use an older call.
    case absent
    /// One argument decides between allowed and refused.
    case examined(SystemCallCondition)
}
