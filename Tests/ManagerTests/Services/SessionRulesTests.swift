import Core
import Testing

@testable import Manager

@Suite("Session rules")
struct SessionRulesTests {
    private static let python = ImageReport(
        name: "local/python:3.11", architecture: "x86_64",
        labels: ["ai.backend.resource.min.cpu": "1", "ai.backend.resource.min.mem": "256m"]
    )

    private static func rules(
        image: ImageReport = python, cpu: Int64 = 4, mem: Int64 = 8 << 30, architecture: String = "x86_64",
        containers: Int = 1
    ) -> SessionRules {
        let agent = AgentRecord(
            id: AgentID(rawValue: "i-a"), status: "ALIVE", architecture: architecture,
            available: ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)])
        )
        return SessionRules(
            images: [image], aliases: [:], slotTypes: [.cpu: .count, .mem: .bytes], agents: [agent],
            maximumContainers: containers)
    }

    private static func order(_ resources: [String: String] = [:], _ change: (inout SessionOrder) -> Void = { _ in })
        -> SessionOrder
    {
        var order = SessionOrder(name: "session", image: "python", resources: resources)
        change(&order)
        return order
    }

    private static func refusal(_ order: SessionOrder, _ rules: SessionRules = rules()) -> BackendError? {
        #expect(throws: BackendError.self) { try rules.specification(of: order) }
    }

    @Test("an order without amounts gets the image's minimum, shared memory on top of it")
    func minimum() throws {
        let spec = try Self.rules().specification(of: Self.order())

        #expect(spec.image == "local/python:3.11")
        #expect(spec.requested == ResourceSlots([.cpu: Quantity(1), .mem: Quantity(320 << 20)]))
        #expect(spec.sharedMemory == BinarySize(bytes: 64 << 20))
    }

    @Test("an order gets what it asks for, in the units it is written in")
    func amounts() throws {
        let spec = try Self.rules().specification(
            of: Self.order(["cpu": "1.5", "mem": "1g"]) { $0.sharedMemory = "128m" })

        #expect(spec.requested == ResourceSlots([.cpu: Quantity(thousandths: 1500), .mem: Quantity(1 << 30)]))
        #expect(spec.sharedMemory == BinarySize(bytes: 128 << 20))
    }

    @Test("an image's own labels decide about minimum and shared memory")
    func labels() throws {
        let image = ImageReport(
            name: "local/big:1", architecture: "x86_64",
            labels: [
                "ai.backend.resource.min.cpu": "2", "ai.backend.resource.min.mem": "1g",
                "ai.backend.resource.preferred.shmem": "256m",
            ]
        )
        let spec = try Self.rules(image: image).specification(of: Self.order { $0.image = "big" })

        #expect(spec.requested == ResourceSlots([.cpu: Quantity(2), .mem: Quantity((1 << 30) + (256 << 20))]))
    }

    @Test("an unknown image is 404 with the nearest name, or with all names")
    func unknownImage() {
        let near = Self.refusal(Self.order { $0.image = "pyhton" })
        #expect(near?.code == .objectNotFound)
        #expect(near?.title == "No such environment image.")
        #expect(near?.message == "Unknown image references: 'pyhton'")
        #expect(near?.hint == "did you mean `python`?")
        #expect(Self.refusal(Self.order { $0.image = "a b:c:d" })?.hint == "the images here: local/python:3.11")
        let empty = SessionRules(images: [], aliases: [:], slotTypes: [:], agents: [], maximumContainers: 1)
        #expect(
            Self.refusal(Self.order(), empty)?.hint?.hasPrefix("there are none at all; the log of the agent") == true)
    }

    @Test(
        "amounts that cannot be given are told in the original's words",
        arguments: [
            (["cuda.device": "1"], "Invalid resource allocation: Unknown slot type: 'cuda.device'"),
            (["shmem": "64m"], "Invalid resource allocation: Unknown slot type: 'shmem'"),
            (["cpu": "abc"], "Invalid resource allocation: Cannot convert the slot 'cpu' to decimal: 'abc'"),
            (["cpu": "inf"], "Invalid resource allocation: Cannot convert the slot 'cpu' to decimal: 'inf'"),
            (["cpu": "0"], "Invalid resource allocation: `cpu` must be more than zero, not 0"),
            (["mem": "-1"], "Invalid resource allocation: `mem` must be more than zero, not -1"),
            (
                ["mem": "64m"],
                "Your resource request is smaller than the minimum required by the image. (cpu=1 mem=320m)"
            ),
        ]
    )
    func amounts(resources: [String: String], message: String) {
        let error = Self.refusal(Self.order(resources))

        #expect(error?.code == .invalidParameters)
        #expect(error?.message == message)
    }

    @Test("shared memory must be readable, and is part of the minimum")
    func sharedMemory() {
        let large = Self.refusal(Self.order(["mem": "512m"]) { $0.sharedMemory = "1g" })
        #expect(
            large?.message
                == "Your resource request is smaller than the minimum required by the image. (cpu=1 mem=1.25g)")
        #expect(Self.refusal(Self.order { $0.sharedMemory = "lots" })?.code == .invalidParameters)
    }

    @Test("more than the largest agent has is refused at once, with what it has")
    func capacity() {
        let memory = Self.refusal(Self.order(["mem": "1t"]))
        #expect(
            memory?.message
                == "Invalid resource allocation: the session asks for mem 1t, but the largest agent has mem 8g")
        #expect(memory?.hint == "ask for at most mem 8g")
        #expect(Self.refusal(Self.order(["cpu": "5"]))?.hint == "ask for at most cpu 4")
    }

    @Test("what is shown as the most that can be asked for, can be asked for")
    func honestHint() throws {
        // 8 GiB less one byte is 7.999… GiB: rounding up would name an amount that is refused again.
        let rules = Self.rules(mem: (8 << 30) - 1)
        let hint = try #require(Self.refusal(Self.order(["mem": "8g"]), rules)?.hint)
        let amount = try #require(hint.split(separator: " ").last)

        _ = try rules.specification(of: Self.order(["mem": String(amount)]))
    }

    @Test("capacity is not judged while no agent of the architecture is there: the session waits")
    func noAgent() throws {
        _ = try Self.rules(architecture: "aarch64").specification(of: Self.order(["cpu": "99"]))
    }

    @Test("what is not there yet says so")
    func unsupported() {
        let batch = Self.refusal(Self.order { $0.type = .batch })
        #expect(batch?.message == "Batch sessions must have a non-empty startup command.")
        #expect(Self.refusal(Self.order { $0.type = .inference })?.code == .notImplemented)
        let cluster = Self.refusal(Self.order { $0.clusterSize = 2 })
        #expect(cluster?.message == "You cannot create session with more than 1 containers.")
        #expect(Self.refusal(Self.order { $0.scalingGroup = "gpu" })?.title == "No such scaling group.")
        #expect(Self.refusal(Self.order { $0.mounts = ["data"] })?.title == "No such virtual folder.")
    }

    @Test("a session may have as many kernels as its owner's policy says, all of one agent if they are to share it")
    func cluster() throws {
        let rules = Self.rules(containers: 5)
        func cluster(_ change: @escaping (inout SessionOrder) -> Void) throws(BackendError) -> ClusterSpec {
            let order = Self.order(["cpu": "2"], change)
            return try rules.cluster(of: order, try rules.specification(of: order))
        }
        #expect(try cluster { _ in } == ClusterSpec())
        #expect(try cluster { $0.clusterSize = 2 } == ClusterSpec(mode: .singleNode, size: 2))
        #expect(
            try cluster { ($0.clusterSize, $0.clusterMode) = (5, .multiNode) } == ClusterSpec(mode: .multiNode, size: 5)
        )
        let tooMany = #expect(throws: BackendError.self) { try cluster { $0.clusterSize = 6 } }
        #expect(tooMany?.message == "You cannot create session with more than 5 containers.")
        let together = #expect(throws: BackendError.self) { try cluster { $0.clusterSize = 3 } }
        #expect(
            together?.message
                == "Invalid resource allocation: the 3 kernels of a single-node session ask for cpu 6 together, "
                + "but the largest agent has cpu 4")
        #expect(together?.hint?.contains("multi-node") == true)
    }

    @Test("kernels of a template's roles are what a session of the role's template would be")
    func roles() throws {
        let rules = Self.rules(containers: 5)
        var order = Self.order { ($0.clusterSize, $0.clusterMode) = (3, .multiNode) }
        let worker = Self.order(["cpu": "3"]) { $0.environment = ["A": "1"] }
        order.roles = [RoleOrder(name: "worker", replicas: 2, order: worker)]
        let cluster = try rules.cluster(of: order, try rules.specification(of: order))
        #expect(cluster.members.map(\.hostname) == ["main1", "worker1", "worker2"])
        #expect(cluster.roles.map(\.shape?.requested[.cpu]) == [nil, Quantity(3)])
        #expect(cluster.roles.last?.shape?.environment == ["A": "1"])
        let large = Self.order(["cpu": "5"])
        order.roles = [RoleOrder(name: "worker", replicas: 2, order: large)]
        #expect(throws: BackendError.self) { try rules.cluster(of: order, try rules.specification(of: order)) }
        order.roles = [RoleOrder(name: "worker", replicas: 2, order: Self.order { $0.mounts = ["data"] })]
        #expect(Self.refusal(order, rules)?.title == "No such virtual folder.")
    }

    @Test("an image's maximum is not exceeded, and a maximum of zero says nothing")
    func maximum() throws {
        let limits = ["ai.backend.resource.max.cpu": "2", "ai.backend.resource.max.mem": "0"]
        let image = ImageReport(
            name: Self.python.name, architecture: Self.python.architecture,
            labels: Self.python.labels.merging(limits) { $1 })
        let rules = Self.rules(image: image)
        #expect(try rules.specification(of: Self.order(["cpu": "2", "mem": "4g"])).requested[.cpu] == Quantity(2))
        let refusal = Self.refusal(Self.order(["cpu": "3"]), rules)
        #expect(refusal?.code == .invalidParameters)
        #expect(refusal?.message?.hasSuffix("larger than the maximum allowed by the image. (cpu=2)") == true)
    }

    @Test("a session runs in the scaling group asked for, else in `default`, else in the first that takes its type")
    func scalingGroup() throws {
        var rules = Self.rules()
        rules.scalingGroups = [
            UsableScalingGroup(name: "alpha", types: [.batch]), UsableScalingGroup(name: "beta", types: [.interactive]),
        ]
        #expect(try rules.scalingGroup(of: Self.order()) == "beta")
        #expect(try rules.scalingGroup(of: Self.order { $0.type = .batch }) == "alpha")
        let refused = #expect(throws: BackendError.self) {
            _ = try rules.scalingGroup(of: Self.order { $0.scalingGroup = "alpha" })
        }
        #expect(refused?.code == .invalidParameters)
        rules.scalingGroups.append(UsableScalingGroup(name: "default", types: [.interactive]))
        #expect(try rules.scalingGroup(of: Self.order()) == "default")
        rules.scalingGroups = []
        let none = #expect(throws: BackendError.self) { _ = try rules.scalingGroup(of: Self.order()) }
        #expect(none?.code == .objectNotFound)
    }
}
