#if os(Linux)
    import Glibc
    import Testing

    @testable import Core

    @Suite("Cgroup group")
    struct CgroupGroupTests {
        private func layout(_ roots: String...) -> CgroupLayout {
            CgroupLayout(hierarchies: roots.map { .init(mountPoint: $0, kind: .unified) })
        }

        @Test(
            "is never the root and never outside",
            arguments: ["", "/", "x", "a/b", "//", "/a//b", "/a/", "/a/../..", "/.", "/a/./b", "/..", "/a\0b"]
        )
        func invalidPath(path: String) {
            #expect(throws: CgroupError.invalidGroup(path: path)) {
                try CgroupGroup(layout: CgroupLayout(hierarchies: []), path: path)
            }
        }

        @Test("lists the processes of the groups below too, each once, but none of another PID namespace")
        func members() throws {
            let tree = try ControlFileTree([
                "a/g/cgroup.procs": "30\n4\n0\n",
                "a/g/below/deep/cgroup.procs": "5\n4\n",
                "b/g/cgroup.procs": "4\n6\n",
                "a/other/cgroup.procs": "99\n",
            ])
            let group = try CgroupGroup(layout: layout("\(tree.root)/a", "\(tree.root)/b"), path: "/g")

            #expect(try group.members() == [4, 5, 6, 30])
        }

        @Test("removal takes the groups below first, in every hierarchy, and leaves the group above")
        func removal() throws {
            let tree = try ControlFileTree(["a/up/g/x/y/": "", "a/up/g/z/": "", "b/up/g/": "", "a/up/h/": ""])
            let group = try CgroupGroup(layout: layout("\(tree.root)/a", "\(tree.root)/b"), path: "/up/g")

            try group.remove()

            #expect(!group.exists)
            #expect(tree.exists("a/up/h"))
            #expect(tree.exists("b/up"))
            try group.remove()
        }

        @Test("removal names what it could not remove, and cleans the rest all the same")
        func stuck() throws {
            let tree = try ControlFileTree(["a/g/stuck/file": "", "a/g/free/": "", "b/g/": ""])
            let group = try CgroupGroup(layout: layout("\(tree.root)/a", "\(tree.root)/b"), path: "/g")

            #expect(
                throws: CgroupError.remaining(
                    paths: ["\(tree.root)/a/g/stuck", "\(tree.root)/a/g"], errno: ENOTEMPTY)
            ) {
                try group.remove(within: .milliseconds(5))
            }
            #expect(!tree.exists("a/g/free"))
            #expect(!tree.exists("b/g"))
        }

        @Test("killing a group that does not exist is a success")
        func killNothing() throws {
            let tree = try ControlFileTree()

            try CgroupGroup(layout: layout(tree.root), path: "/g").kill()
        }
    }
#endif
