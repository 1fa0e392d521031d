extension SystemCallPolicy {
    /// What every kernel runs under.
    ///
    /// Open is what compilers, interpreters, numeric libraries, databases and servers need, the calls by which
    /// the kernel runner gives up its rights included (`setuid`, `setgroups`, `capset`, `prctl`): a program
    /// without capabilities gains nothing by them. Refused is what would reach other processes' memory, the
    /// machine, or parts of the kernel with a record of ways out.
    ///
    /// Starting point: the lists of containers-common 0.50 and Moby, both stricter and looser here.
    public static let standard = SystemCallPolicy(
        allowed: FileCalls.allowed + DescriptorCalls.allowed + MemoryCalls.allowed + ProcessCalls.allowed
            + IdentityCalls.allowed + SignalCalls.allowed + TimeCalls.allowed + SocketCalls.allowed
            + SharingCalls.allowed + MachineCalls.allowed,
        examined: ExaminedCalls.conditions,
        refused: ForbiddenCalls.refused + RefusedCalls.refused
    )
}
