#if os(Linux)
    import Glibc

    extension CgroupGroup {
        /// Kills every process in the group and below it, and waits until none is left.
        ///
        /// Uses `cgroup.kill` where the unified hierarchy has the group (Linux 5.14); else freezes the group, so
        /// that nothing can fork away and no number can pass to another process, and signals each member.
        /// Blocks the calling thread for at most about `limit`. A group that does not exist is a success.
        ///
        /// - Throws: ``CgroupError/survivors(group:pids:)`` when the time is up.
        public func kill(within limit: Duration = .seconds(5)) throws(CgroupError) {
            let deadline = ContinuousClock.now + limit
            var pause = Pause()
            while true {
                var survivors = try members()
                if survivors.isEmpty { return }
                try killOnce()
                pause.wait()
                survivors = try members()
                if survivors.isEmpty { return }
                guard ContinuousClock.now < deadline else { throw .survivors(group: path, pids: survivors) }
            }
        }

        private func killOnce() throws(CgroupError) {
            if let unifiedDirectory, CgroupFile.isDirectory(unifiedDirectory) {
                try? CgroupFile.write("1", to: "\(unifiedDirectory)/cgroup.kill")
                // In a hybrid layout the processes need not be in the unified group.
                if try members().isEmpty { return }
            }
            let freezer = Freezer(group: self)
            freezer.freeze()
            defer { freezer.thaw() }
            for pid in try members() {
                // A process that is gone by now is what is wanted; any other failure shows as a survivor.
                _ = Glibc.kill(pid, SIGKILL)
            }
        }
    }

    /// Holds a group's processes still; best effort, as killing works without it.
    private struct Freezer {
        private let controlFile: String?
        private let stateFile: String?
        private let frozen: String
        private let thawed: String
        private let confirmation: String

        init(group: CgroupGroup) {
            if let legacy = group.legacyDirectory(.freezer), CgroupFile.isDirectory(legacy) {
                controlFile = "\(legacy)/freezer.state"
                stateFile = controlFile
                (frozen, thawed, confirmation) = ("FROZEN", "THAWED", "FROZEN")
            } else {
                controlFile = group.unifiedDirectory.map { "\($0)/cgroup.freeze" }
                stateFile = group.unifiedDirectory.map { "\($0)/cgroup.events" }
                (frozen, thawed, confirmation) = ("1", "0", "frozen 1")
            }
        }

        /// Asks for the freeze and waits at most 100 ms for it: a process in an uninterruptible call delays it.
        func freeze() {
            guard let controlFile, let stateFile, (try? CgroupFile.write(frozen, to: controlFile)) != nil else {
                return
            }
            let deadline = ContinuousClock.now + .milliseconds(100)
            var pause = Pause()
            while let text = try? CgroupFile.read(stateFile), ContinuousClock.now < deadline {
                if text.split(separator: "\n").contains(where: { $0 == confirmation }) { return }
                pause.wait()
            }
        }

        /// On v1 a frozen process dies of its SIGKILL only once it is thawed.
        func thaw() {
            guard let controlFile else { return }
            try? CgroupFile.write(thawed, to: controlFile)
        }
    }
#endif
