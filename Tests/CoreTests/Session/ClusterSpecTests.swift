import Testing

@testable import Core

@Suite("Kernels of a session")
struct ClusterSpecTests {
    @Test(
        "are one main kernel and others like it, each with a number in its role, a rank and a name for its host",
        arguments: [
            (1, ["main1 1 0"]), (2, ["main1 1 0", "sub1 1 1"]), (4, ["main1 1 0", "sub1 1 1", "sub2 2 2", "sub3 3 3"]),
        ])
    func alike(size: Int, expected: [String]) {
        let cluster = ClusterSpec(mode: .multiNode, size: size)
        #expect(cluster.size == size)
        #expect(cluster.members.map { "\($0.hostname) \($0.index) \($0.rank)" } == expected)
        #expect(cluster.members.allSatisfy { $0.shape == nil && $0.hostname == "\($0.role)\($0.index)" })
    }

    @Test("ask together for what each asks for, as often as it is there")
    func total() {
        let usual = ResourceSlots([.cpu: Quantity(thousandths: 1500), .mem: Quantity(1 << 30)])
        #expect(ClusterSpec().total(usual) == usual)
        #expect(
            ClusterSpec(size: 3).total(usual)
                == ResourceSlots([.cpu: Quantity(thousandths: 4500), .mem: Quantity(3 << 30)]))
        let worker = KernelShape(
            SessionSpec(
                name: "work", type: .interactive, image: "local/bash:5", architecture: "x86_64",
                requested: ResourceSlots([.cpu: Quantity(2), SlotName("cuda.device"): Quantity(1)]),
                sharedMemory: BinarySize(bytes: 0), environment: [:]))
        let cluster = ClusterSpec(
            mode: .multiNode,
            roles: [.init(name: "main", replicas: 1), .init(name: "worker", replicas: 2, shape: worker)])
        #expect(cluster.members.map(\.hostname) == ["main1", "worker1", "worker2"])
        #expect(cluster.members.map(\.rank) == [0, 1, 2])
        #expect(
            cluster.total(usual)
                == ResourceSlots([
                    .cpu: Quantity(thousandths: 5500), .mem: Quantity(1 << 30), SlotName("cuda.device"): Quantity(2),
                ]))
    }
}
