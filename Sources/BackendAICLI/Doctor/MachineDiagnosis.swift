import Core

/// Decides what the facts about this machine mean for a stack on it.
struct MachineDiagnosis {
    /// Below this a stack has trouble soon.
    static let scarce: Int64 = 2 << 30
    /// Below this nothing can be started.
    static let tooLittle: Int64 = 256 << 20

    let facts: MachineFacts

    /// The checks.
    var checks: [HealthCheck] {
        var checks = [stack, cgroups, controllers, runtime, disk, port].compactMap { $0 }
        checks += packages
        return checks
    }

    private var stack: HealthCheck {
        if let missing = facts.missingProgram {
            return .fault("programs", missing, fix: "install all four programs of backend.ai into one directory")
        }
        switch facts.stack {
        case .running(isOfThisBuild: true): return .ok("local stack", "it runs, of this build")
        case .running:
            return .warning(
                "local stack", "it runs, of another build",
                fix: "any command replaces it; sessions go on: backend.ai local start")
        case .incomplete(let daemons):
            return .warning(
                "local stack", "only the \(daemons.joined(separator: ", ")) runs",
                fix: "any command starts what is missing; `backend.ai local logs` shows why it ended")
        case .stopped where !facts.isRoot:
            return .fault(
                "local stack", "it does not run, and cannot be started without root",
                fix: "run as root (`sudo backend.ai …`), or name a manager: backend.ai login --endpoint URL")
        case .stopped: return .ok("local stack", "it does not run; any command starts it")
        }
    }

    private var cgroups: HealthCheck {
        guard let version = facts.cgroups else {
            return .fault(
                "cgroups", "no cgroup hierarchy is mounted: no limit can be set",
                fix: "mount -t cgroup2 cgroup2 /sys/fs/cgroup")
        }
        let problems = facts.cgroupProblems ?? []
        guard problems.isEmpty else {
            return .fault(
                "cgroups", "\(version.rawValue): \(problems.joined(separator: "; "))", fix: cgroupFix)
        }
        let tried = facts.cgroupProblems == nil ? "; whether groups can be made was not tried, that needs root" : ""
        return .ok("cgroups", version.rawValue + tried)
    }

    private var cgroupFix: String {
        switch facts.cgroups {
        case .v2:
            "run on the machine itself, or in a container that may make groups: --cgroupns=private and a writable /sys/fs/cgroup"
        default: "mount the controllers writable; in a container: --privileged"
        }
    }

    private var controllers: HealthCheck? {
        guard facts.cgroups != nil else { return nil }
        let places = facts.controllers.sorted { $0.key < $1.key }.map { "\($0.key) on \($0.value)" }
        var sentence = places.isEmpty ? "none of memory, cpu and pids" : places.joined(separator: ", ")
        if !facts.delegated.isEmpty { sentence += "; passed on: \(facts.delegated.sorted().joined(separator: " "))" }
        let absent = CgroupLayout.neededControllerNames.filter { facts.controllers[$0] == nil }
        guard absent.isEmpty else {
            return .fault(
                "controllers", "\(sentence); missing: \(absent.joined(separator: ", "))",
                fix:
                    "turn them on in the kernel's command line: cgroup_enable=memory, or systemd.unified_cgroup_hierarchy=1"
            )
        }
        return .ok("controllers", sentence)
    }

    private var runtime: HealthCheck {
        let working = facts.runtimes.filter { $0.version != nil }
        guard let first = working.first else {
            if let broken = facts.runtimes.first {
                return .fault("container runtime", "`\(broken.path)` does not run", fix: "apt install --reinstall runc")
            }
            return .fault(
                "container runtime", "there is none: neither runc nor crun nor runsc", fix: "apt install runc")
        }
        var sentence = working.map { "\($0.version ?? $0.name) (\($0.path))" }.joined(separator: ", ")
        if facts.hasDocker { sentence += "; Docker answers, too" }
        guard first.name == "runc" else {
            return .warning(
                "container runtime", sentence,
                fix: "runc is the one that is used unless agent.toml names another: apt install runc")
        }
        return .ok("container runtime", sentence)
    }

    private var disk: HealthCheck? {
        guard let free = facts.freeSpace else { return nil }
        let sentence = "\(BinarySize(bytes: free).humanized) free in \(facts.stateDirectory)"
        let fix = "make room, or name another place in BACKENDAI_STATE_DIR"
        if free < Self.tooLittle { return .fault("disk", sentence, fix: fix) }
        return free < Self.scarce ? .warning("disk", sentence, fix: fix) : .ok("disk", sentence)
    }

    private var port: HealthCheck? {
        guard facts.port != 0 else { return .ok("port", "any free one") }
        switch facts.portState {
        case .free: return .ok("port", "\(facts.port) is free")
        case .ours: return .ok("port", "\(facts.port) is the manager's")
        case .other(let holder):
            return .fault(
                "port", "\(facts.port) is taken by \(holder ?? "another process")",
                fix: "backend.ai local start --port 0 picks a free one")
        }
    }

    private var packages: [HealthCheck] {
        guard !facts.missing.isEmpty else { return [.ok("packages", "nothing is missing")] }
        return facts.missing.map { program in
            let sentence = "`\(program.name)` is missing, for \(program.purpose)"
            let fix = "apt install \(program.package)"
            return program.isVital
                ? .fault("packages", sentence, fix: fix) : .warning("packages", sentence, fix: fix)
        }
    }
}

extension CgroupLayout {
    /// What a kernel's limits need, by the kernel's names.
    static let neededControllerNames = ["memory", "cpu", "pids"]
}
