#if os(Linux)
    import Glibc
    import Testing

    @testable import Core

    @Suite("Cgroups of this machine")
    struct CgroupLiveTests {
        private static let limits: [CgroupController] = [.memory, .cpu, .cpuacct, .pids, .freezer, .blkio]

        @Test(
            "a group on v1 is measured, killed through the freezer and removed",
            .enabled(if: LiveGroup.hasLegacyLimits, "needs root and writable v1 cgroups")
        )
        func legacy() throws {
            let live = try LiveGroup(controllers: Self.limits)
            try CgroupFile.write("32", to: "\(live.directory(.pids))/pids.max")
            try CgroupFile.write("268435456", to: "\(live.directory(.memory))/memory.limit_in_bytes")
            let child = try live.start("for i in 1 2 3; do sleep 1000 & done; echo ready; while :; do :; done")
            #expect(child.waitForOutput() == "ready\n")

            var statistics = try live.group.statistics()
            while statistics.cpu?.usage == .zero { statistics = try live.group.statistics() }
            #expect(statistics.pids?.current == 4)
            #expect(statistics.pids?.limit == 32)
            #expect(statistics.memory?.limitBytes == 268_435_456)
            #expect((statistics.memory?.workingSetBytes ?? 0) > 0)
            #expect(statistics.memory?.oomKills == 0)
            #expect(statistics.cpu?.throttledPeriods == 0)
            #expect(statistics.io != nil)
            #expect(try live.group.members().count == 4)

            try live.group.kill()
            child.waitForExit()
            #expect(try live.group.members() == [])
            try live.group.remove()
            #expect(!live.group.exists)
        }

        @Test(
            "a group in the unified hierarchy is killed by cgroup.kill, with the groups below it",
            .enabled(if: LiveGroup.hasUnified, "needs root and a writable unified hierarchy")
        )
        func unified() throws {
            let live = try LiveGroup(controllers: [])
            let directory = try #require(live.group.directories.first)
            #expect(mkdir("\(directory)/below", 0o755) == 0)
            let child = try live.start(
                "sleep 1000 & echo $! > '\(directory)/below/cgroup.procs'; echo ready; while :; do :; done")
            _ = child.waitForOutput()
            #expect(try live.group.members().count == 2)
            #expect(try live.group.statistics().cpu != nil)

            try live.group.kill()
            child.waitForExit()
            try live.group.remove()
            #expect(!live.group.exists)
        }

        @Test(
            "a group with a process in it is not removed, and the group left is named",
            .enabled(if: LiveGroup.hasLegacyLimits, "needs root and writable v1 cgroups")
        )
        func busy() throws {
            let live = try LiveGroup(controllers: [.pids])
            let child = try live.start("echo ready; exec sleep 1000")
            _ = child.waitForOutput()

            #expect(throws: CgroupError.remaining(paths: [live.directory(.pids)], errno: EBUSY)) {
                try live.group.remove(within: .milliseconds(20))
            }
            // No freezer in this layout: the members are signalled as they are.
            try live.group.kill()
            child.waitForExit()
            try live.group.remove()
        }

        @Test(
            "the probe finds this machine fit",
            .enabled(if: LiveGroup.hasLegacyLimits, "needs root and writable v1 cgroups")
        )
        func probe() throws {
            #expect(try CgroupLayout.current().isWritable)
        }
    }
#endif
