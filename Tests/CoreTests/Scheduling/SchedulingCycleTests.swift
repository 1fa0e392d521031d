import Testing

@testable import Core

@Suite("Scheduling cycle")
struct SchedulingCycleTests {
    private static func agent(
        _ name: String, cpu: Int64, mem: Int64 = 100, architecture: String = "x86_64", scalingGroup: String = "default"
    ) -> AgentSnapshot {
        AgentSnapshot(
            id: AgentID(rawValue: name), architecture: architecture, available: slots(cpu, mem), occupied: .none,
            scalingGroup: scalingGroup)
    }

    private static func slots(_ cpu: Int64, _ mem: Int64) -> ResourceSlots {
        ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)])
    }

    private static func waiting(_ name: String, cpu: Int64, mem: Int64 = 1, owner: String = "o") -> PendingSession {
        PendingSession(
            id: SessionID(rawValue: name), kernel: KernelID(rawValue: "k-" + name), owner: AccessKey(rawValue: owner),
            requested: slots(cpu, mem), architecture: "x86_64"
        )
    }

    private static func owner(maximum: Int = 0, limits: ResourceSlots = .none, sessions: Int = 0) -> OwnerSnapshot {
        OwnerSnapshot(maximumSessions: maximum, limits: limits, sessions: sessions, occupied: .none)
    }

    private static func plan(
        _ agents: [AgentSnapshot], _ pending: [PendingSession], _ owners: [String: OwnerSnapshot] = ["o": owner()]
    ) -> Plan {
        let owners = Dictionary(uniqueKeysWithValues: owners.map { (AccessKey(rawValue: $0.key), $0.value) })
        return SchedulingCycle().plan(Snapshot(agents: agents, pending: pending, owners: owners))
    }

    private static func places(_ plan: Plan) -> [String] { plan.placements.map { "\($0.session)@\($0.agent)" } }

    private static func reasons(_ plan: Plan) -> [String: WaitReason] {
        Dictionary(uniqueKeysWithValues: plan.waiting.map { ($0.session.rawValue, $0.reason) })
    }

    @Test("places what fits, first come first served, with exactly what was asked for")
    func first() {
        let plan = Self.plan([Self.agent("a", cpu: 3)], [Self.waiting("s1", cpu: 2), Self.waiting("s2", cpu: 2)])

        #expect(Self.places(plan) == ["s1@a"])
        #expect(plan.placements.first?.kernel == KernelID(rawValue: "k-s1"))
        #expect(plan.placements.first?.amounts == Self.slots(2, 1))
        #expect(Self.reasons(plan) == ["s2": .noRoom(.cpu)])
    }

    @Test("lets nobody overtake a session that waits for room")
    func noOvertaking() {
        let sessions = [Self.waiting("big", cpu: 9), Self.waiting("small", cpu: 1), Self.waiting("tiny", cpu: 1)]
        let plan = Self.plan([Self.agent("a", cpu: 4)], sessions)

        #expect(plan.placements.isEmpty)
        let big = SessionID(rawValue: "big")
        #expect(Self.reasons(plan) == ["big": .noRoom(.cpu), "small": .behind(big), "tiny": .behind(big)])
    }

    @Test("steps over a session that only its owner's limits hold back")
    func owners() {
        let sessions = [
            Self.waiting("mine", cpu: 1, owner: "full"), Self.waiting("large", cpu: 3, owner: "small"),
            Self.waiting("other", cpu: 1, owner: "o"),
        ]
        let owners = [
            "full": Self.owner(maximum: 2, sessions: 2), "small": Self.owner(limits: Self.slots(2, 100)),
            "o": Self.owner(),
        ]
        let plan = Self.plan([Self.agent("a", cpu: 4)], sessions, owners)

        #expect(Self.places(plan) == ["other@a"])
        #expect(Self.reasons(plan) == ["mine": .sessionLimit(2), "large": .ownerLimit(.cpu)])
    }

    @Test("counts what it has just placed against the owner's limits")
    func ownersWithinOneCycle() {
        let sessions = (1...3).map { Self.waiting("s\($0)", cpu: 1) }
        let plan = Self.plan([Self.agent("a", cpu: 9)], sessions, ["o": Self.owner(maximum: 2)])

        #expect(Self.places(plan) == ["s1@a", "s2@a"])
        #expect(Self.reasons(plan) == ["s3": .sessionLimit(2)])
    }

    @Test("a slot that the policy does not list is unlimited")
    func unlisted() {
        let limits = ResourceSlots([.cpu: Quantity(8)])
        let plan = Self.plan(
            [Self.agent("a", cpu: 8)], [Self.waiting("s", cpu: 8, mem: 100)], ["o": Self.owner(limits: limits)])

        #expect(Self.places(plan) == ["s@a"])
    }

    @Test("spreads sessions over agents: the one with most free of what is asked for, ties to the lowest id")
    func dispersed() {
        let agents = [Self.agent("b", cpu: 4), Self.agent("c", cpu: 4), Self.agent("a", cpu: 4)]
        let plan = Self.plan(agents, (1...4).map { Self.waiting("s\($0)", cpu: 1) })

        #expect(Self.places(plan) == ["s1@a", "s2@b", "s3@c", "s4@a"])
    }

    @Test("compares slot by slot, and looks only at slots that are asked for")
    func selector() {
        let agents = [
            Self.agent("a", cpu: 2, mem: 1), Self.agent("b", cpu: 2, mem: 9), Self.agent("c", cpu: 1, mem: 99),
        ]
        let cpu = ResourceSlots([.cpu: Quantity(1)])

        #expect(DispersedSelector().select(from: [0, 1, 2], of: agents, for: Self.slots(1, 1)) == 1)
        #expect(DispersedSelector().select(from: [0, 1, 2], of: agents, for: cpu) == 0)
        #expect(DispersedSelector().select(from: [], of: agents, for: cpu) == nil)
    }

    @Test("uses no agent of another architecture, and says so when there is none")
    func architecture() {
        let arm = Self.agent("arm", cpu: 8, architecture: "aarch64")
        let session = Self.waiting("s", cpu: 1)

        #expect(Self.reasons(Self.plan([arm], [session])) == ["s": .noAgent])
        #expect(Self.reasons(Self.plan([], [session])) == ["s": .noAgent])
        #expect(Self.places(Self.plan([arm, Self.agent("x", cpu: 1)], [session])) == ["s@x"])
        // It holds up nobody whose architecture is there.
        let other = PendingSession(
            id: SessionID(rawValue: "a"), kernel: KernelID(rawValue: "a"), owner: session.owner,
            requested: session.requested, architecture: "aarch64")
        #expect(Self.places(Self.plan([arm], [session, other])) == ["a@arm"])
    }

    @Test("does not touch an agent that has less than nothing left")
    func overCommitted() {
        let full = AgentSnapshot(
            id: AgentID(rawValue: "a"), architecture: "x86_64", available: Self.slots(2, 100),
            occupied: Self.slots(3, 0))

        #expect(Self.reasons(Self.plan([full], [Self.waiting("s", cpu: 1)])) == ["s": .noRoom(.cpu)])
    }

    @Test(
        "each reason has the original's word and a sentence of its own",
        arguments: [
            (.sessionLimit(3), .predicateChecksFailed, "You cannot run more than 3 concurrent sessions"),
            (.ownerLimit(.cpu), .predicateChecksFailed, "Your keypair resource quota is exceeded (cpu)"),
            (.noAgent, .noAvailableInstances, "no agent that could run it is alive"),
            (.noRoom(.mem), .noAvailableInstances, "no agent has enough free `mem`"),
            (
                .behind(SessionID(rawValue: "s")), .noAvailableInstances, "session `s` came first and waits for room"
            ),
        ] as [(WaitReason, StatusReason, String)]
    )
    func words(reason: WaitReason, status: StatusReason, sentence: String) {
        #expect(reason.status == status)
        #expect(reason.sentence == sentence)
    }

    @Test("a session is placed on agents of its scaling group alone, and waits for sessions of no other one")
    func scalingGroups() {
        let agents = [Self.agent("a", cpu: 8), Self.agent("b", cpu: 1, scalingGroup: "gpu")]
        func session(_ name: String, _ scalingGroup: String) -> PendingSession {
            PendingSession(
                id: SessionID(rawValue: name), kernel: KernelID(rawValue: "k-" + name), owner: AccessKey(rawValue: "o"),
                requested: Self.slots(1, 1), architecture: "x86_64", scalingGroup: scalingGroup)
        }
        let plan = Self.plan(
            agents, [session("1", "gpu"), session("2", "gpu"), session("3", "none"), session("4", "default")])
        #expect(Self.places(plan) == ["1@b", "4@a"])
        #expect(Self.reasons(plan)["3"] == .noAgent)
        #expect(Self.reasons(plan)["2"] == .noRoom(.cpu))
    }
}
