#if os(Linux)
    import Glibc
    import Testing

    @testable import Core

    @Suite("OOM watch")
    struct OOMWatchTests {
        /// Waits up to ten seconds for the descriptor.
        private func becomesReadable(_ watch: OOMWatch, within milliseconds: CInt = 10_000) -> Bool {
            var request = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&request, 1, milliseconds) == 1
        }

        @Test(
            "on v1 tells that a program ran out of memory, and then that the group is gone",
            .enabled(if: LiveGroup.hasLegacyLimits, "needs root and writable v1 cgroups")
        )
        func legacy() throws {
            let live = try LiveGroup(controllers: [.memory])
            try CgroupFile.write("16777216", to: "\(live.directory(.memory))/memory.limit_in_bytes")
            let watch = try OOMWatch(live.group)
            #expect(!becomesReadable(watch, within: 0))
            #expect(try watch.consume() == .nothing)

            let child = try live.start("exec tail /dev/zero")
            #expect(becomesReadable(watch))
            #expect(try watch.consume() == .outOfMemory)
            child.waitForExit()
            #expect(try live.group.statistics().memory?.oomKills == 1)

            _ = try watch.consume()
            try live.group.remove()
            #expect(becomesReadable(watch))
            #expect(try watch.consume() == .groupRemoved)
        }

        @Test("on v2 tells a kill from the other events of the file, each kill once")
        func unified() throws {
            let tree = try ControlFileTree(["g/memory.events": "max 0\noom 1\noom_kill 1\n"])
            let layout = CgroupLayout(hierarchies: [.init(mountPoint: tree.root, kind: .unified)])
            let watch = try OOMWatch(try CgroupGroup(layout: layout, path: "/g"))
            #expect(!becomesReadable(watch, within: 0))

            try tree.write("max 1\noom 1\noom_kill 1\n", to: "g/memory.events")
            #expect(becomesReadable(watch))
            #expect(try watch.consume() == .nothing)

            try tree.write("max 1\noom 2\noom_kill 2\n", to: "g/memory.events")
            #expect(becomesReadable(watch))
            #expect(try watch.consume() == .outOfMemory)
            #expect(try watch.consume() == .nothing)
            #expect(!becomesReadable(watch, within: 0))

            #expect(unlink("\(tree.root)/g/memory.events") == 0)
            #expect(try watch.consume() == .groupRemoved)
        }

        @Test("refuses a machine without memory control, and a group that does not exist")
        func refusals() throws {
            let tree = try ControlFileTree()
            let unified = CgroupLayout(hierarchies: [.init(mountPoint: tree.root, kind: .unified)])

            #expect(throws: CgroupError.noController(.memory)) {
                try OOMWatch(try CgroupGroup(layout: CgroupLayout(hierarchies: []), path: "/g"))
            }
            #expect(
                throws: CgroupError.failed(
                    call: "inotify_add_watch", path: "\(tree.root)/g/memory.events", errno: ENOENT)
            ) {
                try OOMWatch(try CgroupGroup(layout: unified, path: "/g"))
            }
        }
    }
#endif
