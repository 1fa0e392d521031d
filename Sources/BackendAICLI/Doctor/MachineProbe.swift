import Core
import Glibc

/// Looks at this machine; changes nothing but an empty cgroup that it makes and removes.
struct MachineProbe {
    let stack: LocalStack

    /// What is found.
    func facts() -> MachineFacts {
        var facts = MachineFacts()
        facts.isRoot = geteuid() == 0
        do {
            _ = try StackBuild.own()
        } catch {
            facts.missingProgram = (error as? CommandFailure)?.what ?? "\(error)"
        }
        addStack(to: &facts)
        addCgroups(to: &facts)
        facts.runtimes = ["runc", "crun", "runsc"].compactMap(Self.runtime)
        facts.hasDocker = UnixSocket.accepts("/run/docker.sock") || UnixSocket.accepts("/var/run/docker.sock")
        facts.stateDirectory = stack.paths.state
        facts.freeSpace = Self.freeSpace(at: stack.paths.state)
        facts.missing = NeededProgram.all.filter { HostProgram.find($0.name) == nil }
        return facts
    }

    private func addStack(to facts: inout MachineFacts) {
        let options = (try? StackOptions.read(stack.paths.options)) ?? StackOptions()
        let status = (try? stack.status()) ?? LocalStack.Status()
        facts.port = options.port
        if status.isRunning {
            facts.stack = .running(isOfThisBuild: status.isOfThisBuild)
        } else if status.pids.isEmpty {
            facts.stack = .stopped
        } else {
            facts.stack = .incomplete(status.pids.keys.map(\.rawValue).sorted())
        }
        if options.port == 0 || PortHolder.isFree(options.port) {
            facts.portState = .free
        } else {
            let isOurs = status.pids[.manager] != nil && status.port == options.port
            facts.portState = isOurs ? .ours : .other(PortHolder.describe(options.port))
        }
    }

    private func addCgroups(to facts: inout MachineFacts) {
        guard let layout = try? CgroupLayout.current() else { return }
        facts.cgroups = layout.version
        let unified = layout.unified
        let offered = unified.map { Self.words(of: "\($0)/cgroup.controllers") } ?? []
        for name in CgroupLayout.neededControllerNames {
            guard let place = layout.mountPoint(of: CgroupController(rawValue: name)) else { continue }
            // The unified hierarchy need not have what no v1 hierarchy has.
            if place != unified {
                facts.controllers[name] = "v1"
            } else if offered.contains(name) {
                facts.controllers[name] = "v2"
            }
        }
        facts.delegated = unified.map { Self.words(of: "\($0)/cgroup.subtree_control") } ?? []
        if facts.isRoot { facts.cgroupProblems = layout.problems().map(\.description) }
    }

    private static func runtime(_ name: String) -> MachineFacts.Runtime? {
        guard let path = HostProgram.find(name) else { return nil }
        var version: String?
        if let (end, output) = try? HostProgram(path: path, arguments: ["--version"]).run(), end == .exited(0) {
            version = output.split(separator: "\n").first.map(String.init)
        }
        return MachineFacts.Runtime(name: name, path: path, version: version)
    }

    /// What an ordinary user may still write on the file system of a path, which need not exist yet.
    static func freeSpace(at path: String) -> Int64? {
        var place = path[...]
        while true {
            var status = statvfs()
            if statvfs(place.isEmpty ? "/" : String(place), &status) == 0 {
                return Int64(
                    clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
                        .partialValue)
            }
            guard let slash = place.lastIndex(of: "/") else { return nil }
            place = place[..<slash]
        }
    }

    private static func words(of path: String) -> [String] {
        ((try? FileText.read(path)) ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
