import Core

/// The environment of a kernel's programs.
///
/// Ours come first where they are defaults and last where they are facts, as in the original's
/// `create_kernels`: a user can set HOME, but not pass for another session.
struct KernelEnvironment {
    let spec: KernelSpec
    let imageLabels: [String: String]
    /// What names the accelerators' devices that it holds.
    var devices: [String: String] = [:]

    /// `NAME=value`, sorted by name.
    var variables: [String] {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// The values by name.
    var values: [String: String] {
        var values = Self.defaults
        values.merge(coreCounts) { _, new in new }
        values.merge(spec.environment.filter { Self.isPossible($0.key, $0.value) }) { _, new in new }
        values.merge(devices) { _, new in new }
        values.merge(facts) { _, new in new }
        return values
    }

    private static let defaults = [
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/home/work",
        "USER": "work",
        "LOGNAME": "work",
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "TERM": "xterm",
    ]

    /// How many threads libraries start by themselves: the variables that the image names, rounded up.
    private var coreCounts: [String: String] {
        let cores = max(1, (spec.slots[.cpu].thousandths + 999) / 1000)
        let names = imageLabels[ImageLabel.coreCountVariables]?.split(whereSeparator: { ", ".contains($0) }) ?? []
        return Dictionary(names.map { (String($0), String(cores)) }, uniquingKeysWith: { first, _ in first })
    }

    private var facts: [String: String] {
        let place = spec.cluster ?? .alone(hostname: spec.hostname)
        return [
            "BACKENDAI_SESSION_ID": spec.session.rawValue,
            "BACKENDAI_SESSION_NAME": spec.sessionName,
            "BACKENDAI_KERNEL_ID": spec.kernel.rawValue,
            "BACKENDAI_KERNEL_IMAGE": spec.image,
            "BACKENDAI_SERVICE_PORTS": imageLabels[ImageLabel.servicePorts] ?? "",
            "BACKENDAI_ACCESS_KEY": spec.accessKey.rawValue,
            "BACKENDAI_CLUSTER_ROLE": place.role,
            "BACKENDAI_CLUSTER_SIZE": String(place.hosts.count),
            "BACKENDAI_CLUSTER_IDX": String(place.index),
            "BACKENDAI_CLUSTER_LOCAL_RANK": String(place.rank),
            "BACKENDAI_CLUSTER_HOST": spec.hostname,
            "BACKENDAI_CLUSTER_HOSTS": place.hosts.joined(separator: ","),
            "BACKENDAI_CLUSTER_REPLICAS": place.replicas,
        ]
    }

    /// Whether execve(2) can pass the variable on, and the kernel runner, whose environment this is as well, is not
    /// steered by it: `SWIFT_BACKTRACE` names a program that a crashing Swift process starts with its own rights.
    private static func isPossible(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && !name.contains("=") && !name.utf8.contains(0) && !value.utf8.contains(0)
            && !name.hasPrefix("SWIFT_")
    }
}
