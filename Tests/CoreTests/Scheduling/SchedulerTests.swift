import Testing

@testable import Core

@Suite("Scheduler")
struct SchedulerTests {
    private typealias Trial = TrialCluster

    @Test("places what fits, first come first served, with exactly what was asked for")
    func first() {
        var trial = Trial([Trial.agent("a", cpu: 3)])
        let plan = trial.plan([Trial.session("s1", cpu: 2), Trial.session("s2", cpu: 2)])

        #expect(plan.places == ["s1@a"])
        let kernel = plan.placements.first?.session.kernels.first
        #expect(kernel?.kernel == KernelID(rawValue: "k0-s1"))
        #expect(kernel?.shares.map(\.amount) == [Quantity(2), Quantity(1)])
        #expect(plan.reasons == ["s2": .noRoom(.cpu)])
    }

    @Test("tells a reason once, and again only when it is another one")
    func reasons() {
        var trial = Trial([Trial.agent("a", cpu: 3)])
        let first = trial.plan([Trial.session("s1", cpu: 3), Trial.session("s2", cpu: 2)])
        #expect(first.reasons == ["s2": .noRoom(.cpu)])
        #expect(trial.plan([Trial.session("s3", cpu: 9)]).reasons == ["s3": .noAgent])
        trial.scheduler.set(Trial.agent("a", cpu: 3, maximumKernels: 1))
        #expect(trial.plan().reasons == [:])
        trial.release("s1")
        #expect(trial.plan().places == ["s2@a"])
    }

    @Test("without back-fill lets nobody overtake a session that waits for room")
    func noOvertaking() {
        var trial = Trial([Trial.agent("a", cpu: 4)], options: SchedulingOptions(allowsBackfill: false))
        _ = trial.plan([Trial.session("there", cpu: 1)])
        let plan = trial.plan([
            Trial.session("big", cpu: 4), Trial.session("small", cpu: 1), Trial.session("tiny", cpu: 1),
        ])

        #expect(plan.placements.isEmpty)
        #expect(plan.reasons == ["big": .noRoom(.cpu), "small": .behind, "tiny": .behind])
        #expect(trial.plan([Trial.session("late", cpu: 1)]).reasons == ["late": .behind])
        trial.release("there")
        #expect(trial.plan().places == ["big@a"])
    }

    @Test("steps over a session that no agent could ever run, and over one that only limits hold back")
    func steppedOver() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        trial.scheduler.set(ScopeLimits(sessions: 1), of: .keypair(AccessKey(rawValue: "few")))
        trial.scheduler.set(ScopeLimits(slots: Trial.slots(2, 100)), of: .keypair(AccessKey(rawValue: "small")))
        let plan = trial.plan([
            Trial.session("huge", cpu: 9), Trial.session("f1", cpu: 1, owner: "few"),
            Trial.session("f2", cpu: 1, owner: "few"), Trial.session("s1", cpu: 3, owner: "small"),
            Trial.session("x", cpu: 1),
        ])

        #expect(plan.places == ["f1@a", "x@a"])
        #expect(plan.reasons == ["huge": .noAgent, "f2": .sessionLimit(1), "s1": .ownerLimit(.cpu)])
    }

    @Test("keeps every limit of keypair, user, group and domain, in this order, and counts what it has just placed")
    func limits() {
        var trial = Trial([Trial.agent("a", cpu: 100)])
        let scopes: [(LimitScope, WaitReason)] = [
            (.domain("d"), .domainLimit(.cpu)), (.group("g"), .groupLimit(.cpu)), (.user("u-o"), .userLimit(.cpu)),
            (.keypair(AccessKey(rawValue: "o")), .ownerLimit(.cpu)),
        ]
        for (index, (scope, reason)) in scopes.enumerated() {
            trial.scheduler.set(ScopeLimits(slots: ResourceSlots([.cpu: Quantity(Int64(5 - index))])), of: scope)
            let (one, two) = ("a\(index)", "b\(index)")
            let plan = trial.plan([Trial.session(one, cpu: Int64(5 - index)), Trial.session(two, cpu: 1)])
            #expect(plan.places == ["\(one)@a"] && plan.reasons == [two: reason])
            trial.release(one)
            trial.scheduler.withdraw(SessionID(rawValue: two))
        }
    }

    @Test("a slot that a policy does not list is unlimited, or not given at all, as the policy says")
    func unlisted() {
        let key = LimitScope.keypair(AccessKey(rawValue: "o"))
        var trial = Trial([Trial.agent("a", cpu: 8)])
        trial.scheduler.set(ScopeLimits(slots: ResourceSlots([.cpu: Quantity(8)])), of: key)
        #expect(trial.plan([Trial.session("s", cpu: 1, mem: 50)]).places == ["s@a"])
        trial.scheduler.set(ScopeLimits(slots: ResourceSlots([.cpu: Quantity(8)]), unlisted: .zero), of: key)
        #expect(trial.plan([Trial.session("t", cpu: 1, mem: 1)]).reasons == ["t": .ownerLimit(.mem)])
    }

    @Test("a limit that is raised lets those start whom it held back, and one that is lowered ends nobody")
    func changedLimits() {
        let key = LimitScope.keypair(AccessKey(rawValue: "o"))
        var trial = Trial([Trial.agent("a", cpu: 8)])
        trial.scheduler.set(ScopeLimits(sessions: 1), of: key)
        #expect(trial.plan([Trial.session("s", cpu: 1), Trial.session("t", cpu: 1)]).places == ["s@a"])
        trial.scheduler.set(ScopeLimits(sessions: 2), of: key)
        #expect(trial.plan().places == ["t@a"])
        trial.scheduler.set(ScopeLimits(slots: Trial.slots(1, 100)), of: key)
        #expect(trial.plan([Trial.session("u", cpu: 0)]).reasons == ["u": .ownerLimit(.cpu)])
    }

    @Test("sessions of the platform itself count against nobody's limits")
    func platform() {
        var trial = Trial([Trial.agent("a", cpu: 8)])
        trial.scheduler.set(ScopeLimits(sessions: 1), of: .keypair(AccessKey(rawValue: "o")))
        let holder = SessionHolder(keypair: AccessKey(rawValue: "o"), isPlatform: true)
        let system = (0..<3).map { index in
            PendingSession(
                id: SessionID(rawValue: "sys\(index)"), holder: holder,
                kernels: [
                    KernelRequest(kernel: KernelID(rawValue: "k"), architecture: "x86_64", slots: Trial.slots(1))
                ])
        }
        #expect(trial.plan(system + [Trial.session("s", cpu: 1)]).placements.count == 4)
    }

    @Test("uses agents of the session's architecture and scaling group alone")
    func suitability() {
        var trial = Trial([
            Trial.agent("arm", cpu: 8, architecture: "aarch64"), Trial.agent("x", cpu: 1),
            Trial.agent("g", cpu: 8, scalingGroup: "gpu"),
        ])
        let plan = trial.plan([
            Trial.session("one", cpu: 1), Trial.session("two", cpu: 1),
            Trial.session("three", [Trial.slots(2)], architecture: "aarch64"),
            Trial.session("four", [Trial.slots(2)], scalingGroup: "gpu"),
            Trial.session("five", [Trial.slots(2)], scalingGroup: "none"),
        ])
        #expect(plan.places.sorted() == ["four@g", "one@x", "three@arm"])
        #expect(plan.reasons == ["two": .noRoom(.cpu), "five": .noAgent])
    }

    @Test("prefers agents without devices that are not asked for")
    func superfluous() {
        var trial = Trial([Trial.agent("a-gpu", cpu: 64, gpu: 8), Trial.agent("b", cpu: 2)])
        let plan = trial.plan([
            Trial.session("s1", cpu: 1), Trial.session("s2", cpu: 1), Trial.session("s3", cpu: 1),
            Trial.session("s4", cpu: 1, gpu: 1),
        ])
        #expect(plan.places == ["s1@b", "s2@b", "s3@a-gpu", "s4@a-gpu"])
    }

    @Test(
        "chooses as the scaling group says, ties by id",
        arguments: [
            (.dispersed, ["s1@a", "s2@b", "s3@c", "s4@a"]), (.concentrated, ["s1@a", "s2@a", "s3@a", "s4@a"]),
            (.roundRobin, ["s1@a", "s2@b", "s3@c", "s4@a"]), (.topology, ["s1@a", "s2@a", "s3@a", "s4@a"]),
        ] as [(SchedulingOptions.Selection, [String])])
    func selection(selection: SchedulingOptions.Selection, places: [String]) {
        let agents = ["b", "c", "a"].map { Trial.agent($0, cpu: 4) }
        var trial = Trial(agents, options: SchedulingOptions(selection: selection))
        #expect(trial.plan((1...4).map { Trial.session("s\($0)", cpu: 1) }).places == places)
    }

    @Test("places nothing on an agent that reports less than is held, until that is over")
    func overCommitted() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("s", cpu: 3)])
        trial.scheduler.set(Trial.agent("a", cpu: 2, mem: 500))
        #expect(trial.plan([Trial.session("t", cpu: 0)]).reasons == ["t": .noAgent])
        trial.release("s")
        #expect(trial.plan().places == ["t@a"])
    }

    @Test("an agent that has gone takes nothing, and has what was held when it is back")
    func gone() {
        var trial = Trial([Trial.agent("a", cpu: 4)])
        _ = trial.plan([Trial.session("s", cpu: 3)])
        trial.scheduler.remove(agent: AgentID(rawValue: "a"))
        #expect(trial.plan([Trial.session("t", cpu: 2)]).reasons == ["t": .noAgent])
        trial.scheduler.set(Trial.agent("a", cpu: 4))
        #expect(trial.plan().reasons == ["t": .noRoom(.cpu)])
        trial.release("s")
        #expect(trial.plan().places == ["t@a"])
    }

    @Test("a session that names an agent runs there or waits")
    func designated() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 4)])
        #expect(trial.plan([Trial.session("s", [Trial.slots(3)], agent: "b")]).places == ["s@b"])
        #expect(trial.plan([Trial.session("t", [Trial.slots(3)], agent: "b")]).reasons == ["t": .noRoom(.cpu)])
        #expect(trial.plan([Trial.session("u", [Trial.slots(3)])]).places == ["u@a"])
        #expect(trial.plan([Trial.session("v", [Trial.slots(3)], agent: "none")]).reasons == ["v": .noAgent])
    }

    @Test("each agent has as many kernels as it may have and no more")
    func kernels() {
        var trial = Trial([Trial.agent("a", cpu: 9, maximumKernels: 2)])
        let plan = trial.plan((1...3).map { Trial.session("s\($0)", cpu: 1) })
        #expect(plan.places == ["s1@a", "s2@a"] && plan.reasons == ["s3": .agentsFull])
    }

    @Test("gives devices, whole and in parts, exactly as they are free")
    func devices() {
        let shares = SlotName("cuda.shares")
        let devices = (0..<2).map { (index: Int) in
            Device(id: DeviceID(rawValue: "gpu\(index)"), slot: shares, capacity: Quantity(1), node: index)
        }
        let cpu = Device(id: DeviceID(rawValue: "cpu"), slot: .cpu, capacity: Quantity(8))
        var trial = Trial()
        let rules = SlotRules(quantum: Quantity(thousandths: 100), strategy: .fill, granularity: .fractional)
        trial.scheduler.set(
            AgentSnapshot(id: AgentID(rawValue: "a"), architecture: "x86_64", devices: devices + [cpu]),
            rules: [shares: rules])
        func session(_ name: String, _ thousandths: Int64) -> PendingSession {
            Trial.session(name, [ResourceSlots([.cpu: Quantity(1), shares: Quantity(thousandths: thousandths)])])
        }
        let plan = trial.plan([session("s1", 700), session("s2", 700), session("s3", 300), session("s4", 500)])
        let given = plan.placements.map { $0.session.kernels[0].shares.filter { $0.slot == shares } }
        #expect(given.map { $0.map { "\($0.device):\($0.amount)" } } == [["gpu0:0.7"], ["gpu1:0.7"], ["gpu0:0.3"]])
        #expect(plan.reasons["s4"] == .noRoom(shares))
    }

    @Test(
        "each reason has the original's word and a sentence of its own",
        arguments: [
            (.sessionLimit(3), .predicateChecksFailed, "You cannot run more than 3 concurrent sessions"),
            (.ownerLimit(.cpu), .predicateChecksFailed, "Your keypair resource quota is exceeded (cpu)"),
            (.userLimit(.cpu), .predicateChecksFailed, "Your main-keypair resource quota is exceeded (cpu)"),
            (.noAgent, .noAvailableInstances, "no agent that could run it is alive"),
            (.noRoom(.mem), .noAvailableInstances, "no agent has enough free `mem`"),
            (.behind, .noAvailableInstances, "an earlier session waits for room"),
        ] as [(WaitReason, StatusReason, String)]
    )
    func words(reason: WaitReason, status: StatusReason, sentence: String) {
        #expect(reason.status == status)
        #expect(reason.sentence == sentence)
    }
}
