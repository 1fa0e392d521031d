/// The processors that a filter can be made for, each with the older modes that its kernel also runs.
public enum SystemCallArchitecture: String, Sendable, CaseIterable {
    case x86_64
    case aarch64

    /// The architecture that this program was built for; nil for one that has no kernels of ours.
    public static var current: SystemCallArchitecture? {
        #if arch(x86_64)
            .x86_64
        #elseif arch(arm64)
            .aarch64
        #else
            nil
        #endif
    }

    /// libseccomp's name of the processor's own mode.
    var seccompName: String {
        switch self {
        case .x86_64: "SCMP_ARCH_X86_64"
        case .aarch64: "SCMP_ARCH_AARCH64"
        }
    }

    /// libseccomp's names of the older modes that the kernel also runs.
    var olderSeccompNames: [String] {
        switch self {
        case .x86_64: ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]
        case .aarch64: ["SCMP_ARCH_ARM"]
        }
    }
}
