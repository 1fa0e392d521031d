public import Core
import Glibc

/// Why a sandbox could not be made or removed.
public enum SandboxError: Error, Sendable {
    /// The user is not root.
    case notRoot
    /// The processor has no system call filter of ours.
    case unsupportedArchitecture
    /// No limits can be set.
    case noCgroups(CgroupProblem)
    /// The runtime failed.
    case container(ContainerError)
    /// A group could not be read or removed.
    case cgroup(CgroupError)
    /// No ids are left.
    case noRange(IDRanges.Exhausted)
    /// A call of ours failed.
    case failed(SystemCallError)
    /// `mkfs.ext4` could not format an image.
    case notFormatted(String)
    /// The disk of this directory has no room, whatever that made fail.
    case diskFull(String)
}

extension SandboxError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notRoot: "the agent must run as root to make sandboxes"
        case .unsupportedArchitecture: "there is no system call filter for this processor"
        case .noCgroups(let problem): problem.description
        case .container(let error): error.description
        case .cgroup(let error): error.description
        case .noRange(let error): error.description
        case .failed(let error): error.description
        case .notFormatted(let path): "cannot format `\(path)` as ext4"
        case .diskFull(let path): "no space is left on the disk of `\(path)`"
        }
    }

    /// What to do about it, where there is something.
    public var hint: String? {
        switch self {
        case .notRoot: "run it as root, or with sudo"
        case .container(let error): error.hint
        case .failed(let error): ContainerError.failed(error).hint
        case .notFormatted: "apt-get install e2fsprogs"
        case .diskFull: "free some space there"
        default: nil
        }
    }
}
