import Core

/// The parts of an OCI bundle's `config.json` that we use (runtime-spec 1.0.2); `linux.seccomp` is added by ``BundleText``.
struct OCISpecification: Encodable, Sendable {
    let ociVersion = "1.0.2"
    let process: OCIProcess
    let root: Root
    let hostname: String
    let mounts: [OCIMount]
    let annotations: [String: String]
    let linux: OCILinux

    struct Root: Encodable, Sendable, Equatable {
        let path: String
        let readonly = true

        private enum CodingKeys: String, CodingKey { case path, readonly }
    }

    private enum CodingKeys: String, CodingKey {
        // `linux` is encoded apart, see BundleText.
        case ociVersion, process, root, hostname, mounts, annotations
    }
}

/// One mount, in the order of the list.
struct OCIMount: Encodable, Sendable, Equatable {
    let destination: String
    let type: String
    let source: String
    let options: [String]

    /// A file system that is made for the container.
    static func fresh(_ type: String, at destination: String, _ options: String...) -> OCIMount {
        OCIMount(destination: destination, type: type, source: type, options: options)
    }

    /// One directory or file of the host, not what is mounted below it.
    static func bind(_ source: String, at destination: String, _ options: String...) -> OCIMount {
        OCIMount(destination: destination, type: "bind", source: source, options: ["bind"] + options)
    }

    /// A tree of the host with all that is mounted below it, none of it writable.
    ///
    /// `rro` and kin make the mounts below read-only as well, by mount_setattr(2): Linux 5.12, runc 1.1. Plain
    /// `ro` would leave a writable disk that the host has mounted somewhere under /usr writable.
    static func readOnlyTree(_ path: String, executable: Bool = true) -> OCIMount {
        OCIMount(
            destination: path, type: "bind", source: path,
            options: ["rbind", "rro", "rnosuid", "rnodev"] + (executable ? [] : ["rnoexec"]))
    }
}

/// What process 1 is.
struct OCIProcess: Encodable, Sendable {
    struct User: Encodable, Sendable, Equatable {
        let uid: UInt32
        let gid: UInt32
    }

    /// The sets that are left out are empty: nothing is inherited by programs.
    struct Capabilities: Encodable, Sendable, Equatable {
        let bounding: [String]
        let effective: [String]
        let permitted: [String]
    }

    struct Limit: Encodable, Sendable, Equatable {
        let type: String
        let soft: UInt64
        let hard: UInt64
    }

    let user: User
    let args: [String]
    let env: [String]
    let cwd: String
    let capabilities: Capabilities
    let rlimits: [Limit]
    let noNewPrivileges: Bool
    let oomScoreAdj: Int
}

/// What only Linux has.
struct OCILinux: Encodable, Sendable {
    struct Namespace: Encodable, Sendable, Equatable {
        let type: String
    }

    struct Mapping: Encodable, Sendable, Equatable {
        let containerID: UInt32
        let hostID: UInt32
        let size: UInt32
    }

    let namespaces: [Namespace]
    let uidMappings: [Mapping]
    let gidMappings: [Mapping]
    let cgroupsPath: String
    let resources: OCIResources
    let maskedPaths: [String]
    let readonlyPaths: [String]
}

/// The limits, which the runtime writes to cgroups of either version.
struct OCIResources: Encodable, Sendable {
    struct Memory: Encodable, Sendable, Equatable {
        /// Bytes.
        let limit: Int64
        /// Bytes of memory and swap together; nil where swap is not counted.
        let swap: Int64?
    }

    struct CPU: Encodable, Sendable, Equatable {
        /// Microseconds in each period.
        let quota: Int64
        /// Microseconds.
        let period: UInt64
        /// The weight against others, 1024 for one core.
        let shares: UInt64
        /// The processors it is bound to, as a list `0-1,4`.
        let cpus: String?
    }

    struct Pids: Encodable, Sendable, Equatable {
        let limit: Int64
    }

    struct Device: Encodable, Sendable, Equatable {
        let allow: Bool
        let access: String
    }

    let memory: Memory?
    let cpu: CPU?
    let pids: Pids
    let devices: [Device]
}
