/// Calls that only one kind of processor has, and randomness.
enum MachineCalls {
    static let allowed: [SystemCallName] = ["getrandom"] + x86 + arm

    private static let x86: [SystemCallName] = ["arch_prctl"]

    private static let arm: [SystemCallName] = ["breakpoint", "cacheflush", "set_tls"]
}
