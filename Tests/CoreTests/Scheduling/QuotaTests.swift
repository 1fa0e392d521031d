import Testing

@testable import Core

@Suite("Quotas")
struct QuotaTests {
    private static func slots(_ cpu: Int64, _ mem: Int64 = 0) -> ResourceSlots {
        ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)])
    }

    private static func session(_ name: String, cpu: Int64, group: String = "g", domain: String = "d") -> PendingSession
    {
        PendingSession(
            id: SessionID(rawValue: name), kernel: KernelID(rawValue: "k-" + name), owner: AccessKey(rawValue: "o"),
            requested: slots(cpu, 1), architecture: "x86_64", group: group, domain: domain)
    }

    private static func plan(
        _ pending: [PendingSession], owner: OwnerSnapshot? = nil, group: Quota? = nil, domain: Quota? = nil,
        maximumKernels: Int? = nil
    ) -> Plan {
        let agent = AgentSnapshot(
            id: AgentID(rawValue: "a"), architecture: "x86_64", available: slots(100, 100), occupied: .none,
            maximumKernels: maximumKernels)
        return SchedulingCycle().plan(
            Snapshot(
                agents: [agent], pending: pending, owners: owner.map { [AccessKey(rawValue: "o"): $0] } ?? [:],
                groups: group.map { ["g": $0] } ?? [:], domains: domain.map { ["d": $0] } ?? [:]))
    }

    private static func reasons(_ plan: Plan) -> [WaitReason] { plan.waiting.map(\.reason) }

    @Test("a slot that is not listed has no limit, or none of it may be had, as the policy says")
    func unlisted() {
        let limits = ResourceSlots([.cpu: Quantity(4)])
        #expect(Quota(limits: limits).excess(of: Self.slots(4, 1000)) == nil)
        #expect(Quota(limits: limits, unlisted: .zero).excess(of: Self.slots(4, 1)) == .mem)
        #expect(Quota(limits: limits, unlisted: .zero).excess(of: ResourceSlots([.cpu: Quantity(4)])) == nil)
        #expect(Quota(limits: limits).limit(of: .mem) == .infinity)
    }

    @Test("what is left is never less than nothing")
    func remaining() {
        let quota = Quota(limits: Self.slots(4), occupied: Self.slots(6))
        #expect(quota.remaining(of: .cpu) == .zero)
        #expect(Quota(limits: .none, occupied: Self.slots(6)).remaining(of: .cpu) == .infinity)
    }

    @Test("the limits of a group and of a domain hold back whoever belongs to them, and nobody else")
    func groupsAndDomains() {
        let limited = Quota(limits: Self.slots(4, 100), occupied: Self.slots(3))
        let sessions = [Self.session("s1", cpu: 2), Self.session("s2", cpu: 2, group: "other", domain: "other")]

        let byGroup = Self.plan(sessions, group: limited)
        #expect(Self.reasons(byGroup) == [.groupLimit(.cpu)])
        #expect(byGroup.placements.map(\.session.rawValue) == ["s2"])
        let byDomain = Self.plan(sessions, domain: limited)
        #expect(Self.reasons(byDomain) == [.domainLimit(.cpu)])
        #expect(byDomain.placements.map(\.session.rawValue) == ["s2"])
    }

    @Test("what a cycle has just placed counts against the limits of its group and domain")
    func withinOneCycle() {
        let sessions = (1...3).map { Self.session("s\($0)", cpu: 2) }
        #expect(Self.reasons(Self.plan(sessions, group: Quota(limits: Self.slots(4, 100)))) == [.groupLimit(.cpu)])
        #expect(
            Self.reasons(Self.plan(sessions, domain: Quota(limits: Self.slots(3, 100))))
                == [.domainLimit(.cpu), .domainLimit(.cpu)])
    }

    @Test("of several limits the owner's is told first, then the group's, then the domain's")
    func order() {
        let owner = OwnerSnapshot(maximumSessions: 0, limits: Self.slots(1), sessions: 0, occupied: .none)
        let small = Quota(limits: Self.slots(1))
        let session = [Self.session("s", cpu: 2)]
        #expect(Self.reasons(Self.plan(session, owner: owner, group: small, domain: small)) == [.ownerLimit(.cpu)])
        #expect(Self.reasons(Self.plan(session, group: small, domain: small)) == [.groupLimit(.cpu)])
        let listed = OwnerSnapshot(
            maximumSessions: 0, limits: ResourceSlots([.cpu: Quantity(9)]), sessions: 0, occupied: .none,
            unlisted: .zero)
        #expect(Self.reasons(Self.plan(session, owner: listed)) == [.ownerLimit(.mem)])
    }

    @Test("an agent takes no more kernels than it may have")
    func kernels() {
        let plan = Self.plan((1...3).map { Self.session("s\($0)", cpu: 1) }, maximumKernels: 2)
        #expect(plan.placements.count == 2)
        #expect(Self.reasons(plan) == [.agentsFull])
    }

    @Test(
        "each limit has the original's word and sentence",
        arguments: [
            (.groupLimit(.cpu), .predicateChecksFailed, "Your group resource quota is exceeded (cpu)"),
            (.domainLimit(.mem), .predicateChecksFailed, "Your domain resource quota is exceeded (mem)"),
            (.agentsFull, .noAvailableInstances, "every agent has as many kernels as it may have"),
        ] as [(WaitReason, StatusReason, String)]
    )
    func words(reason: WaitReason, status: StatusReason, sentence: String) {
        #expect(reason.status == status && reason.sentence == sentence)
    }
}
