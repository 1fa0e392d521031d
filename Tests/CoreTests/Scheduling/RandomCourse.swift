import TestSupport

@testable import Core

/// A small cluster to which random things happen, with books of its own about who holds what.
struct RandomCourse {
    private static let names = ["a", "b", "c", "d"]
    private static let owners = ["x", "y", "z"]

    private var random: SeededGenerator
    private(set) var scheduler = Scheduler()
    private(set) var now = UnixTime(microseconds: 1_000_000_000)
    private var agents: [AgentID: AgentSnapshot] = [:]
    private var options: [String: SchedulingOptions] = [:]
    private var limits: [LimitScope: ScopeLimits] = [:]
    private var waiting: [SessionID: PendingSession] = [:]
    private var held: [SessionID: HeldSession] = [:]
    private var ending: Set<SessionID> = []
    private var count = 0

    init(seed: UInt64, selections: [SchedulingOptions.Selection] = SchedulingOptions.Selection.allCases) {
        random = SeededGenerator(seed: seed)
        for group in ["default", "other"] {
            let chosen = SchedulingOptions(
                sequencer: pick(Sequencer.allCases), selection: pick(selections), allowsBackfill: chance(3, of: 4),
                preemption: pick([.off, .off, .terminate]), pendingTimeout: chance(1, of: 8) ? 60 : 0)
            options[group] = chosen
            scheduler.set(chosen, of: group)
        }
        for index in 0..<Int.random(in: 1...4, using: &random) { join(Self.names[index]) }
        for owner in Self.owners { limit(.keypair(AccessKey(rawValue: owner))) }
        limit(.group("g"))
        limit(.user("u-x"))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func chance(_ hits: Int, of tries: Int) -> Bool {
        Int.random(in: 0..<tries, using: &random) < hits
    }

    private mutating func join(_ name: String) {
        var devices = (0..<(chance(1, of: 3) ? 2 : 1)).map { (index: Int) in
            Device(
                id: DeviceID(rawValue: "cpu:\(index)"), slot: .cpu,
                capacity: Quantity(Int64.random(in: 1...6, using: &random)), node: index)
        }
        devices.append(
            Device(
                id: DeviceID(rawValue: "mem"), slot: .mem, capacity: Quantity(Int64.random(in: 4...12, using: &random)))
        )
        if chance(1, of: 2) {
            let count = Int.random(in: 1...3, using: &random)
            devices += (0..<count).map { (index: Int) in
                Device(
                    id: DeviceID(rawValue: "gpu:\(index)"), slot: TrialCluster.gpu, capacity: Quantity(1), node: index)
            }
        }
        let agent = AgentSnapshot(
            id: AgentID(rawValue: name), architecture: chance(1, of: 5) ? "aarch64" : "x86_64", devices: devices,
            maximumKernels: chance(1, of: 4) ? Int.random(in: 1...4, using: &random) : nil,
            scalingGroup: chance(1, of: 4) ? "other" : "default")
        agents[agent.id] = agent
        scheduler.set(agent, rules: [TrialCluster.gpu: SlotRules()])
    }

    private mutating func limit(_ scope: LimitScope) {
        var limit = ScopeLimits()
        if chance(1, of: 3) { limit.slots[.cpu] = Quantity(Int64.random(in: 3...12, using: &random)) }
        if chance(1, of: 4) { limit.sessions = Int.random(in: 1...4, using: &random) }
        limit.usage = Double(Int.random(in: 0...3, using: &random))
        limits[scope] = limit
        scheduler.set(limit, of: scope)
    }

    private mutating func session() -> PendingSession {
        count += 1
        let kernels = (0..<pick([1, 1, 1, 2, 3])).map { _ in
            TrialCluster.slots(
                Int64.random(in: 0...4, using: &random), Int64.random(in: 0...6, using: &random),
                gpu: chance(1, of: 4) ? Int64.random(in: 1...2, using: &random) : 0)
        }
        return TrialCluster.session(
            "s\(count)", kernels, owner: pick(Self.owners), mode: pick([.singleNode, .multiNode]),
            architecture: chance(1, of: 6) ? "aarch64" : "x86_64", scalingGroup: chance(1, of: 4) ? "other" : "default",
            priority: pick([10, 10, 10, 50]), since: now.microseconds / 1_000_000,
            limit: chance(1, of: 2) ? Int64.random(in: 1...40, using: &random) : nil, isPreemptible: chance(1, of: 3))
    }

    /// The sessions that wait, by id.
    var waitingSessions: [PendingSession] { waiting.values.sorted { $0.id < $1.id } }

    /// Lets some things happen.
    mutating func happen() {
        now = now.adding(seconds: Int64.random(in: 0...10, using: &random))
        for session in held.values.sorted(by: { $0.id < $1.id })
        where session.endsBy <= now || ending.contains(session.id) || chance(1, of: 6) {
            end(session.id)
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let session = session()
            waiting[session.id] = session
            scheduler.enqueue(session)
        }
        if let session = waiting.keys.sorted().first, chance(1, of: 10) {
            waiting[session] = nil
            scheduler.withdraw(session)
        }
        if chance(1, of: 10) { limit(.keypair(AccessKey(rawValue: pick(Self.owners)))) }
        if chance(1, of: 12) { join(pick(Self.names)) }
        if chance(1, of: 12), let agent = agents.keys.sorted().first {
            agents[agent] = nil
            scheduler.remove(agent: agent)
        }
    }

    private mutating func end(_ session: SessionID) {
        held[session] = nil
        ending.remove(session)
        scheduler.release(session)
    }

    /// Writes into the books what has been decided.
    mutating func take(_ plan: Plan) {
        for placement in plan.placements {
            waiting[placement.session.id] = nil
            held[placement.session.id] = placement.session
        }
        for cancellation in plan.cancellations { waiting[cancellation.session] = nil }
        for end in plan.endings { ending.insert(end.session) }
    }

    /// Lets some things happen and has the scheduler decide.
    mutating func step() -> Plan {
        happen()
        return decide()
    }

    /// Has the scheduler decide.
    mutating func decide() -> Plan { scheduler.plan(at: now) }

    /// A scheduler that has been told what is in the books and nothing else.
    func rebuilt() -> Scheduler {
        var fresh = Scheduler()
        for (group, options) in options { fresh.set(options, of: group) }
        for (scope, limit) in limits { fresh.set(limit, of: scope) }
        for agent in agents.values { fresh.set(agent, rules: [TrialCluster.gpu: SlotRules()]) }
        for session in held.values {
            var session = session
            session.isEnding = ending.contains(session.id)
            fresh.hold(session)
        }
        for session in waiting.values { fresh.enqueue(session) }
        return fresh
    }

    /// What is wrong with a plan, which is then taken for done; nil for nothing.
    mutating func fault(of plan: Plan) -> String? {
        for placement in plan.placements {
            guard let session = waiting[placement.session.id] else { return "\(placement.session.id) did not wait" }
            if let fault = fault(of: placement.session, session) { return fault }
        }
        for end in plan.endings {
            guard let victim = held[end.session] else { return "\(end.session) held nothing" }
            switch end.reason {
            case .timeLimit where victim.endsBy <= now: continue
            case .preempted(let successor, _):
                guard let next = waiting[successor], victim.isPreemptible, victim.priority < next.priority else {
                    return "\(end.session) was to end for \(successor)"
                }
            default: return "\(end.session) was ended before its time"
            }
        }
        take(plan)
        return overdrawnDevice(plan) ?? overdrawnLimit(plan)
    }

    private func fault(of placed: HeldSession, _ session: PendingSession) -> String? {
        guard placed.kernels.map(\.kernel) == session.kernels.map(\.kernel) else { return "\(placed.id) is not whole" }
        for (kernel, request) in zip(placed.kernels, session.kernels) {
            let given = kernel.shares.reduce(into: ResourceSlots.none) { $0[$1.slot] = $0[$1.slot] + $1.amount }
            guard request.slots.amounts.allSatisfy({ given[$0.key] == $0.value }) else {
                return "\(placed.id) was given \(given)"
            }
            guard let agent = agents[kernel.agent], agent.architecture == request.architecture,
                agent.scalingGroup == session.scalingGroup
            else { return "\(placed.id) is on \(kernel.agent)" }
        }
        let isSpread = Set(placed.kernels.map(\.agent)).count > 1
        return session.mode == .singleNode && isSpread ? "\(placed.id) is on several agents" : nil
    }

    /// A device of an agent that was given something, of which more is held than it has.
    private func overdrawnDevice(_ plan: Plan) -> String? {
        for agent in Set(plan.placements.flatMap { $0.session.kernels.map(\.agent) }) {
            guard let snapshot = agents[agent] else { return "\(agent) is not there" }
            let kernels = held.values.flatMap(\.kernels).filter { $0.agent == agent }
            if let most = snapshot.maximumKernels, kernels.count > most { return "\(agent) has too many kernels" }
            for device in snapshot.devices {
                let used = kernels.flatMap(\.shares).filter { $0.device == device.id && $0.slot == device.slot }
                    .reduce(Quantity.zero) { $0 + $1.amount }
                if used > device.capacity { return "\(agent) \(device.id) gives \(used)" }
            }
        }
        return nil
    }

    private func overdrawnLimit(_ plan: Plan) -> String? {
        for placement in plan.placements {
            let holder = placement.session.holder
            for (scope, limit) in limits {
                let belongs: (SessionHolder) -> Bool =
                    switch scope {
                    case .keypair(let key): { $0.keypair == key }
                    case .user(let user): { $0.user == user }
                    case .group(let group): { $0.group == group }
                    case .domain(let domain): { $0.domain == domain }
                    }
                guard belongs(holder) else { continue }
                let sessions = held.values.filter { belongs($0.holder) }
                if limit.sessions > 0, sessions.count > limit.sessions { return "\(scope) has \(sessions.count)" }
                let cpu = sessions.flatMap(\.kernels).flatMap(\.shares).filter { $0.slot == .cpu }
                    .reduce(Quantity.zero) { $0 + $1.amount }
                if cpu > limit.limit(of: .cpu) { return "\(scope) holds \(cpu) cpu" }
            }
        }
        return nil
    }

    /// Ends all that runs until nothing starts any more.
    ///
    /// - Returns: A session that still waits though it would fit into the empty cluster; nil when there is none.
    mutating func drain() -> String? {
        repeat {
            for session in held.keys.sorted() { end(session) }
            now = now.adding(seconds: 1)
            take(scheduler.plan(at: now))
        } while !held.isEmpty
        for session in waiting.values where fitsEmpty(session) {
            let reason = scheduler.reason(for: session.id)
            return "\(session) waits for ever: \(reason as Any);\(agents.values), \(limits), \(options)"
        }
        return nil
    }

    /// Tries every agent for every kernel.
    private func fitsEmpty(_ session: PendingSession) -> Bool {
        for (scope, limit) in limits {
            let holder = session.holder
            let counts = [
                LimitScope.keypair(holder.keypair), .user(holder.user), .group(holder.group), .domain(holder.domain),
            ].contains(scope)
            if counts, session.requested[.cpu] > limit.limit(of: .cpu) { return false }
        }
        let suitable = agents.values.filter { agent in
            agent.scalingGroup == session.scalingGroup && agent.architecture == session.kernels[0].architecture
        }
        var slots = SlotTable()
        let devices = suitable.map {
            AgentDevices($0.devices, by: [TrialCluster.gpu: SlotRules()], numbering: &slots)
        }
        let rooms = zip(suitable, devices).map { (devices: $1, kernels: $0.maximumKernels ?? .max) }
        let requests = session.kernels.map { slots.request($0.slots, by: SchedulingOptions.usualSlotPriority) }
        return fits(requests[...], rooms, session.mode)
    }

    private func fits(
        _ requests: ArraySlice<SlotRequest>, _ rooms: [(devices: AgentDevices, kernels: Int)], _ mode: ClusterMode
    ) -> Bool {
        guard let request = requests.first else { return true }
        return rooms.indices.contains { index in
            var rooms = rooms
            guard rooms[index].kernels > 0, let shares = rooms[index].devices.shares(for: request) else {
                return false
            }
            rooms[index].devices.take(shares)
            rooms[index].kernels -= 1
            return fits(requests.dropFirst(), mode == .singleNode ? [rooms[index]] : rooms, mode)
        }
    }
}
