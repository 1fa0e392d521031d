public import Core
import Glibc

/// What makes containers: an OCI runtime executable, later the Docker Engine as well.
///
/// Every call can be repeated.
public protocol ContainerRuntime: Sendable {
    /// Makes a container and starts its process 1.
    ///
    /// - Parameters:
    ///   - plan: What the container looks like; its directory exists.
    ///   - name: What it is called at the runtime.
    ///   - listener: A listening socket that becomes descriptor 3 of process 1; the caller closes its own.
    /// - Returns: The number of process 1 on the host. It is a child of the nearest subreaper.
    /// - Throws: ``ContainerError``; something of the container may be left, for ``delete(_:)``.
    func start(_ plan: BundlePlan, named name: String, listener: CInt) async throws(ContainerError) -> Int32

    /// Removes a container whose processes are dead, or kills them first, which takes 100 ms more.
    /// One that does not exist is a success.
    func delete(_ name: String) async throws(ContainerError)

    /// The containers of this stack, dead ones included.
    func containers() async throws(ContainerError) -> [ContainerReport]
}

/// A container as its runtime sees it.
public struct ContainerReport: Sendable, Equatable {
    /// Its name at the runtime.
    public let name: String
    /// Process 1 on the host; nil once it has ended.
    public let pid: Int32?
    /// The kernel that its labels name.
    public let kernel: KernelID?

    /// Describes a container.
    public init(name: String, pid: Int32?, kernel: KernelID?) {
        self.name = name
        self.pid = pid
        self.kernel = kernel
    }
}

/// Why a container could not be made, removed or listed.
public enum ContainerError: Error, Sendable, Equatable {
    /// The runtime's executable is not there.
    case runtimeMissing(String)
    /// The runtime refused, in its own words.
    case refused(operation: String, container: String, reason: String)
    /// The runtime did not end in time and was killed.
    case timedOut(operation: String, container: String)
    /// Something that the agent does itself failed.
    case failed(SystemCallError)
}

extension ContainerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .runtimeMissing(let name): "the container runtime `\(name)` is not installed"
        case .refused(let operation, let container, let reason):
            "cannot \(operation) container `\(container)`: \(reason)"
        case .timedOut(let operation, let container):
            "cannot \(operation) container `\(container)`: the container runtime did not end in time"
        case .failed(let error): error.description
        }
    }

    /// What to do about it, where there is something.
    public var hint: String? {
        switch self {
        case .runtimeMissing(let name) where name == "runc": "apt-get install runc"
        case .failed(let error) where error.code == ENOSPC: "free some disk space in the state directory"
        default: nil
        }
    }
}
