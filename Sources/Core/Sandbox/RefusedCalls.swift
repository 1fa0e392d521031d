/// Calls that are refused by default and that a policy may allow again: rare or old, but no way out.
enum RefusedCalls {
    static let refused: [SystemCallName] = ["_sysctl", "sysfs", "uselib", "ustat", "vmsplice"]
}
