public import Core
import Glibc

/// What a new agent must know to go on with a kernel that an older one started.
public struct RecoveryRecord: Codable, Sendable, Equatable {
    /// What was asked for.
    public let spec: KernelSpec
    /// The ids it was given.
    public let range: IDRange
    /// The container's name at the runtime.
    public let container: String
    /// The canonical name of the image.
    public let image: String
    /// Seconds since 1970.
    public let created: Double
    /// The number of process 1, once it is known.
    public var pid: Int32?
    /// How many bytes of the runner's output have been taken into the log; the supervisor's.
    public var logPosition: Int64
    /// How often the kernel has been restarted; nil is never.
    public var generation: Int?

    /// A record of a kernel that is about to start.
    public init(
        spec: KernelSpec,
        range: IDRange,
        container: String,
        image: String,
        created: Double,
        pid: Int32? = nil,
        logPosition: Int64 = 0
    ) {
        self.spec = spec
        self.range = range
        self.container = container
        self.image = image
        self.created = created
        self.pid = pid
        self.logPosition = logPosition
    }

    /// Replaces the record in one step; see ``synchronize(in:)``.
    ///
    /// Blocks.
    public func write(in directory: KernelDirectory) throws(SystemCallError) {
        // Only a number that is no number keeps a record from being encoded, and a clock gives none.
        guard let bytes = try? JSONValue(encoding: self).encoded else {
            throw SystemCallError(call: "encode", code: EINVAL, path: directory.recovery)
        }
        try DurableFile.replace(directory.recovery, with: Array(bytes))
    }

    /// Waits until the saved record is on the disk.
    ///
    /// Blocks for some milliseconds.
    public static func synchronize(in directory: KernelDirectory) throws(SystemCallError) {
        try DurableFile.synchronize(directory.recovery)
    }

    /// Reads the record; nil if there is none, or it is not whole.
    public static func load(from directory: KernelDirectory) throws(SystemCallError) -> RecoveryRecord? {
        guard let bytes = try DurableFile.read(directory.recovery) else { return nil }
        return try? JSONValue(parsing: bytes).decoded()
    }
}
