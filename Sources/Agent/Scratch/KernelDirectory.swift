public import Core
import Glibc

/// What the agent keeps of one kernel: `STATE/kernels/KERNEL`, for root alone.
///
/// Of all this the sandbox gets the scratch, and read-only the hosts file and the configuration directory.
public struct KernelDirectory: Sendable, Equatable {
    /// The directory.
    public let path: String

    /// The directory of a kernel, whether it exists or not.
    ///
    /// - Parameters:
    ///   - kernel: Whose it is.
    ///   - state: The agent's state directory.
    public init(kernel: KernelID, state: String) {
        path = "\(Self.parent(state: state))/\(kernel.rawValue)"
    }

    /// Where all kernels have their directories.
    public static func parent(state: String) -> String { "\(state)/kernels" }

    /// The kernels that have a directory, whatever is in it.
    public static func kernels(state: String) throws(SystemCallError) -> [KernelID] {
        try HostDirectory.names(in: parent(state: state)).map(KernelID.init(rawValue:)).filter(\.isUUID)
    }

    /// The record by which a new agent takes the kernel over.
    public var recovery: String { "\(path)/recovery.json" }
    /// What the kernel's programs have printed, kept by the supervisor.
    public var log: String { "\(path)/output.log" }
    /// What the kernel runner itself prints.
    public var runnerLog: String { "\(path)/runner.log" }
    /// What the container runtime says.
    public var runtimeLog: String { "\(path)/runtime.log" }
    /// The runner's socket; the runner has the listening descriptor and no path to it.
    public var socket: String { "\(path)/runner.sock" }
    /// The OCI bundle.
    public var bundle: String { "\(path)/bundle" }
    /// Where the runtime writes the number of process 1.
    public var pidFile: String { "\(path)/pid" }
    /// Where the scratch is mounted; /home/work inside.
    public var scratch: String { "\(path)/scratch" }
    /// /home/config inside, read-only.
    public var configuration: String { "\(path)/config" }
    /// Where the sandbox sees the user's bootstrap script.
    static let bootstrapInside = "/home/config/bootstrap.sh"
    /// Where the sandbox sees the files that its user's home begins with.
    static let dotfilesInside = "/home/config/dotfiles.json"
    /// /etc/hosts inside.
    public var hosts: String { "\(path)/hosts" }

    /// Makes the directory with all that needs no mount.
    ///
    /// Blocks; can be repeated.
    ///
    /// - Parameters:
    ///   - hostname: What the sandbox takes for its own name.
    ///   - bootstrap: The user's bootstrap script, if any.
    ///   - dotfiles: The files that the user's home begins with, if any.
    ///   - resources: What programs are told of the kernel's devices, if anything.
    /// - Throws: ``SystemCallError``.
    public func create(
        hostname: String, bootstrap: String? = nil, dotfiles: [Dotfile]? = nil, resources: String? = nil
    ) throws(SystemCallError) {
        try HostDirectory.create(path)
        for name in [bundle, scratch] { try HostDirectory.create(name) }
        try HostDirectory.create(configuration, mode: 0o755)
        try DurableFile.replace(hosts, with: Array(Self.hostsText(hostname: hostname).utf8), mode: 0o644)
        if let bootstrap {
            try DurableFile.replace("\(configuration)/bootstrap.sh", with: Array(bootstrap.utf8), mode: 0o644)
        }
        if let dotfiles, let text = try? JSONValue(encoding: dotfiles) {
            try DurableFile.replace("\(configuration)/dotfiles.json", with: text.encoded, mode: 0o644)
        }
        if let resources {
            try DurableFile.replace("\(configuration)/resource.txt", with: Array(resources.utf8), mode: 0o644)
        }
    }

    /// Removes it all, the mount and its loop device included.
    ///
    /// Blocks; what does not exist is a success.
    ///
    /// - Throws: ``SystemCallError`` of what is left.
    public func remove() throws(SystemCallError) {
        try MountPoint.unmount(scratch)
        try SafeRemoval.remove(path)
    }

    static func hostsText(hostname: String) -> String {
        "127.0.0.1\tlocalhost \(hostname)\n::1\tlocalhost ip6-localhost ip6-loopback \(hostname)\n"
    }
}
