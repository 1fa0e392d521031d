@testable import Core

/// A scheduler with names and amounts that are quick to write.
struct TrialCluster {
    static let gpu = SlotName("cuda.device")

    var scheduler = Scheduler()
    /// Seconds since 1970.
    var now: Int64 = 1000

    init(_ agents: [AgentSnapshot] = [], options: SchedulingOptions = SchedulingOptions()) {
        scheduler.set(options, of: "default")
        for agent in agents { scheduler.set(agent) }
    }

    static func slots(_ cpu: Int64, _ mem: Int64 = 0, gpu: Int64 = 0) -> ResourceSlots {
        var slots = ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)])
        if gpu > 0 { slots[Self.gpu] = Quantity(gpu) }
        return slots
    }

    static func agent(
        _ name: String, cpu: Int64, mem: Int64 = 100, gpu: Int64 = 0, architecture: String = "x86_64",
        maximumKernels: Int? = nil, scalingGroup: String = "default"
    ) -> AgentSnapshot {
        AgentSnapshot(
            id: AgentID(rawValue: name), architecture: architecture, available: slots(cpu, mem, gpu: gpu),
            maximumKernels: maximumKernels, scalingGroup: scalingGroup)
    }

    static func holder(_ name: String) -> SessionHolder {
        SessionHolder(keypair: AccessKey(rawValue: name), user: "u-" + name, group: "g", domain: "d")
    }

    /// A waiting session; of several amounts each is a kernel.
    static func session(
        _ name: String, _ kernels: [ResourceSlots], owner: String = "o", mode: ClusterMode = .multiNode,
        architecture: String = "x86_64", scalingGroup: String = "default", priority: Int = 10, since: Int64 = 0,
        startsAt: UnixTime? = nil, dependencies: [SessionDependency] = [], limit: Int64? = nil,
        isPreemptible: Bool = false, agent: String? = nil
    ) -> PendingSession {
        PendingSession(
            id: SessionID(rawValue: name), holder: holder(owner),
            kernels: kernels.enumerated().map { index, slots in
                KernelRequest(
                    kernel: KernelID(rawValue: "k\(index)-" + name), architecture: architecture, slots: slots,
                    agent: agent.map { AgentID(rawValue: $0) })
            },
            mode: mode, scalingGroup: scalingGroup, priority: priority, since: time(since), startsAt: startsAt,
            dependencies: dependencies, timeLimit: limit, isPreemptible: isPreemptible)
    }

    static func session(
        _ name: String, cpu: Int64, mem: Int64 = 1, gpu: Int64 = 0, owner: String = "o", priority: Int = 10,
        since: Int64 = 0, limit: Int64? = nil, isPreemptible: Bool = false
    ) -> PendingSession {
        session(
            name, [slots(cpu, mem, gpu: gpu)], owner: owner, priority: priority, since: since, limit: limit,
            isPreemptible: isPreemptible)
    }

    static func time(_ seconds: Int64) -> UnixTime { UnixTime(microseconds: seconds * 1_000_000) }

    /// Decides on these sessions and all that wait already.
    mutating func plan(_ sessions: [PendingSession] = []) -> Plan {
        for session in sessions { scheduler.enqueue(session) }
        return scheduler.plan(at: Self.time(now))
    }

    mutating func release(_ name: String) { scheduler.release(SessionID(rawValue: name)) }

    /// What is reserved, and from which second on; nil for nothing.
    var reservation: (session: String, start: Int64?, agents: [String])? {
        scheduler.reservation(in: "default").map { kept in
            (
                kept.session.rawValue, kept.start == .never ? nil : kept.start.microseconds / 1_000_000,
                kept.agents.map(\.rawValue).sorted()
            )
        }
    }
}

extension Plan {
    /// `session@agent`, for several kernels `session@agent,agent`.
    var places: [String] {
        placements.map { placement in
            "\(placement.session.id)@" + placement.session.kernels.map(\.agent.rawValue).joined(separator: ",")
        }
    }

    var ended: [String] { endings.map(\.session.rawValue) }

    var reasons: [String: WaitReason] {
        Dictionary(waiting.map { ($0.session.rawValue, $0.reason) }) { _, last in last }
    }
}
