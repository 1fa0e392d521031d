#if os(Linux)
    import Foundation
    import Testing

    @testable import Core

    @Suite("Cgroup probe")
    struct CgroupProbeTests {
        private func unified(_ tree: ControlFileTree) -> CgroupLayout {
            CgroupLayout(hierarchies: [.init(mountPoint: tree.root, kind: .unified)])
        }

        @Test("finds nothing to complain about on a v2 root with the controllers, and leaves nothing behind")
        func good() throws {
            let tree = try ControlFileTree([
                "cgroup.controllers": "cpuset cpu io memory hugetlb pids\n", "cgroup.subtree_control": "",
                "cgroup.procs": "1\n2\n",
            ])

            #expect(unified(tree).problems() == [])
            #expect(unified(tree).isWritable)
            #expect(try FileManager.default.contentsOfDirectory(atPath: tree.root).count == 3)
        }

        @Test("says which controller the unified hierarchy does not have")
        func unavailable() throws {
            let tree = try ControlFileTree(["cgroup.controllers": "hugetlb memory\n"])
            let list = "\(tree.root)/cgroup.controllers"

            #expect(
                unified(tree).problems() == [.notAvailable(.cpu, path: list), .notAvailable(.pids, path: list)])
        }

        @Test("says that a container's own root is occupied, unless the controllers are passed on already")
        func occupied() throws {
            let tree = try ControlFileTree([
                "cgroup.controllers": "cpu memory pids\n", "cgroup.subtree_control": "memory\n",
                "cgroup.type": "domain\n", "cgroup.procs": "1\n",
            ])

            #expect(
                unified(tree).problems() == [.occupied(.cpu, path: tree.root), .occupied(.pids, path: tree.root)])

            try tree.write("memory cpu pids\n", to: "cgroup.subtree_control")
            #expect(unified(tree).problems() == [])
        }

        @Test("says that nothing is mounted")
        func unmounted() {
            let layout = CgroupLayout(hierarchies: [])

            #expect(layout.problems() == [.notMounted(.memory), .notMounted(.cpu), .notMounted(.pids)])
            #expect(
                layout.problems()[0].description
                    == "no writable cgroups: no hierarchy with the `memory` controller is mounted")
        }

        @Test("says why no group can be made on v1")
        func unwritable() throws {
            let layout = CgroupLayout(hierarchies: [
                .init(mountPoint: "/proc/self", kind: .legacy(controllers: [.memory, .cpu, .pids], name: nil))
            ])

            let problem = try #require(layout.problems().first)
            #expect(
                problem.description
                    == "no writable cgroups: no group with the `memory` controller can be made in `/proc/self`: "
                    + "no such file or directory")
        }
    }
#endif
