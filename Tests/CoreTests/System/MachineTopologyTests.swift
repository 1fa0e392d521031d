import Testing

@testable import Core

@Suite("MachineTopology")
struct MachineTopologyTests {
    private static func meminfo(_ node: Int, _ kibibytes: Int) -> String {
        "\nNode \(node) MemTotal:       \(kibibytes) kB\nNode \(node) MemFree:        1024 kB\n"
    }

    @Test("nodes have the processors that are online, and their memory")
    func nodes() throws {
        let tree = try ControlFileTree([
            "devices/system/cpu/online": "0-2,4-7\n", "devices/system/node/online": "0,2\n",
            "devices/system/node/node0/cpulist": "0-3\n", "devices/system/node/node0/meminfo": Self.meminfo(0, 4096),
            "devices/system/node/node2/cpulist": "4-7\n", "devices/system/node/node2/meminfo": Self.meminfo(2, 8192),
        ])
        #expect(
            MachineTopology(root: tree.root).nodes == [
                .init(number: 0, processors: [0, 1, 2], memory: 4 << 20),
                .init(number: 2, processors: [4, 5, 6, 7], memory: 8 << 20),
            ])
    }

    @Test("a machine that does not tell has no nodes")
    func absent() throws {
        let tree = try ControlFileTree(["devices/system/node/online": "0\n"])
        #expect(MachineTopology(root: tree.root).nodes.isEmpty)
        #expect(MachineTopology(root: "/nonexistent").nodes.isEmpty)
    }

    @Test("lists of processors are read and written as the kernel does", arguments: ["0", "0-3", "0-1,4,6-7", ""])
    func lists(text: String) {
        #expect(ProcessorList(text)?.description == text)
    }

    @Test("what is no list is none", arguments: ["a", "3-1", "-1", "1-", "1-2-3", "0-99999999999", "0-9000"])
    func garbage(text: String) {
        #expect(ProcessorList(text) == nil)
    }
}
