import Testing

@testable import Core

@Suite("Cgroup layout")
struct CgroupLayoutTests {
    @Test("finds each controller's hierarchy on v1, co-mounted ones too")
    func v1() {
        let layout = CgroupLayout(mountInfo: MountInfoText.v1)

        #expect(layout.version == .v1)
        #expect(layout.unified == nil)
        #expect(layout.mountPoint(of: .memory) == "/sys/fs/cgroup/memory")
        #expect(layout.mountPoint(of: .cpu) == "/sys/fs/cgroup/cpu,cpuacct")
        #expect(layout.mountPoint(of: .cpuacct) == "/sys/fs/cgroup/cpu,cpuacct")
        #expect(layout.mountPoint(of: .cpuset) == "/sys/fs/cgroup/cpuset")
        #expect(layout.mountPoint(of: .freezer) == nil)
        #expect(layout.hierarchies.count == 6)
        #expect(layout.hierarchies[0].kind == .legacy(controllers: [], name: "systemd"))
    }

    @Test("finds the one hierarchy of v2")
    func v2() {
        let layout = CgroupLayout(mountInfo: MountInfoText.v2)

        #expect(layout.version == .v2)
        #expect(layout.unified == "/sys/fs/cgroup")
        #expect(layout.mountPoint(of: .memory) == "/sys/fs/cgroup")
    }

    @Test("calls a machine hybrid when its limits are on v1 and a unified hierarchy stands beside")
    func hybrid() {
        let layout = CgroupLayout(mountInfo: MountInfoText.hybrid)

        #expect(layout.version == .hybrid)
        #expect(layout.unified == "/sys/fs/cgroup/unified")
        #expect(layout.mountPoint(of: .pids) == "/sys/fs/cgroup/pids")
        #expect(layout.mountPoint(of: CgroupController(rawValue: "hugetlb")) == "/sys/fs/cgroup/unified")
        #expect(layout.hierarchies.count == 10)
    }

    @Test("a v2 machine with a v1 hierarchy that has no limits stays v2")
    func strayHierarchy() {
        let text = MountInfoText.v2 + "\n40 29 0:40 / /mnt/net_cls rw - cgroup net_cls rw,net_cls\n"

        #expect(CgroupLayout(mountInfo: text).version == .v2)
    }

    @Test("inside a container takes the mounts under /sys/fs/cgroup, where the runtime writes")
    func nested() {
        let layout = CgroupLayout(mountInfo: MountInfoText.nestedV1)

        #expect(layout.version == .v1)
        #expect(layout.mountPoint(of: .memory) == "/sys/fs/cgroup/memory")
        #expect(layout.hierarchies.count == 4)
    }

    @Test("undoes the escapes of the mount point")
    func escapes() {
        let text = #"33 23 0:26 / /mnt/my\040groups\134x\011 rw shared:1 master:2 propagate_from:3 - cgroup2 none rw"#

        #expect(CgroupLayout(mountInfo: text).unified == "/mnt/my groups\\x\t")
        #expect(MountEntry.unescaped(#"a\04"#) == #"a\04"#)
        #expect(MountEntry.unescaped(#"a\999b\777"#) == #"a\999b\777"#)
    }

    @Test("prefers, away from the usual place, the mount that shows the whole hierarchy")
    func partialMount() {
        let text = """
            50 1 0:26 /user.slice /part rw - cgroup2 none rw
            51 1 0:26 / /whole rw - cgroup2 none rw
            """

        #expect(CgroupLayout(mountInfo: text).unified == "/whole")
    }

    @Test("leaves out a hierarchy that a later mount hides")
    func hidden() {
        let covered = MountInfoText.v2 + "\n60 33 0:50 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
        let above = """
            29 1 254:1 / / rw - ext4 /dev/vda1 rw
            33 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
            60 29 0:50 / /sys rw - sysfs sysfs rw
            """
        let stacked = MountInfoText.v2 + "\n60 23 0:50 / /sys rw - sysfs sysfs rw\n"
        let beside =
            MountInfoText.v2 + "\n60 29 0:50 / /sys2 rw - tmpfs tmpfs rw\n61 23 0:51 / /sys/fs/c rw - bpf bpf rw\n"

        #expect(CgroupLayout(mountInfo: covered).version == nil)
        #expect(CgroupLayout(mountInfo: stacked).version == nil)
        #expect(CgroupLayout(mountInfo: beside).version == .v2)
        #expect(CgroupLayout(mountInfo: above).version == nil)
    }

    @Test(
        "passes over lines that it does not understand",
        arguments: [
            "", "\n\n", "nonsense", "1 2 3", "a b 0:1 / /x rw - cgroup2 c rw", "1 2 0:1 / /x rw cgroup2 c rw",
            "1 1 0:1 / /x rw - cgroup2",
        ]
    )
    func damaged(line: String) {
        #expect(CgroupLayout(mountInfo: line).version == nil)
        #expect(CgroupLayout(mountInfo: line + "\n" + MountInfoText.v2 + "\n" + line).version == .v2)
    }

    @Test("survives a table whose parents form a circle")
    func circle() {
        let text = """
            1 2 0:1 / /a rw - cgroup2 c rw
            2 1 0:2 / /b rw - tmpfs t rw
            """

        #expect(CgroupLayout(mountInfo: text).unified == "/a")
    }

    #if os(Linux)
        @Test("reads this machine's layout")
        func current() throws {
            let layout = try CgroupLayout.current()

            #expect((layout.version == nil) == layout.hierarchies.isEmpty)
        }
    #endif
}
