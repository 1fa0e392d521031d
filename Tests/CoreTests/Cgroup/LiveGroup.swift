#if os(Linux)
    import Foundation

    @testable import Core

    /// A group with a unique name on this machine, removed with the value.
    final class LiveGroup {
        let group: CgroupGroup

        /// Makes the group in the hierarchies of these controllers, or in the unified one alone.
        init(controllers: [CgroupController]) throws {
            let layout = try CgroupLayout.current()
            let used = layout.hierarchies.filter { hierarchy in
                switch hierarchy.kind {
                case .unified: controllers.isEmpty
                case .legacy(let own, _): !own.isDisjoint(with: controllers)
                }
            }
            group = try CgroupGroup(
                layout: CgroupLayout(hierarchies: used), path: "/backend.ai-test-\(UUID().uuidString.lowercased())")
            for hierarchy in used {
                try FileManager.default.createDirectory(
                    atPath: hierarchy.mountPoint + group.path, withIntermediateDirectories: false)
            }
        }

        deinit {
            try? group.kill()
            try? group.remove()
        }

        func directory(_ controller: CgroupController) -> String {
            (group.layout.mountPoint(of: controller) ?? "") + group.path
        }

        /// Runs a shell script whose process is in the group before its first line.
        func start(_ script: String) throws -> Child {
            let joining = group.directories.map { "echo 0 > '\($0)/cgroup.procs' && " }.joined()
            return try Child(script: joining + "{ \(script)\n}")
        }

        static var hasLegacyLimits: Bool {
            guard let layout = try? CgroupLayout.current(), layout.version != .v2 else { return false }
            return geteuid() == 0
                && layout.problems(for: [.memory, .cpu, .cpuacct, .pids, .freezer]).isEmpty
        }

        static var hasUnified: Bool {
            guard geteuid() == 0, let unified = try? CgroupLayout.current().unified else { return false }
            return access(unified, W_OK) == 0
        }
    }

    /// A shell in a PID namespace of its own, so that what it starts is reaped when it ends.
    final class Child {
        private let process = Process()
        private let output = Pipe()

        init(script: String) throws {
            process.executableURL = URL(filePath: "/usr/bin/unshare")
            process.arguments = ["--pid", "--fork", "--kill-child", "/bin/sh", "-c", script]
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }

        /// Waits for the script to print something.
        func waitForOutput() -> String {
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }

        func waitForExit() {
            process.waitUntilExit()
        }
    }
#endif
