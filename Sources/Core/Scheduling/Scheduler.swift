/// Decides who starts where.
///
/// A value that is carried from cycle to cycle: what happens elsewhere comes in by changes, and ``plan(at:)`` says what is to be done
/// and takes it for done. It reads no clock and writes nothing. Made anew from what is saved it decides as it would if it
/// looked at everything again.
public struct Scheduler: Sendable {
    var slots = SlotTable()
    var scopes = ScopeTable()
    var parties = PartyTable()
    var pool = AgentPool()
    var sessions = SessionNumbers()
    var waiting = WaitingTable()
    var held = HeldTable()
    var groups = Numbering<String>()
    var architectures = Numbering<String>()
    var classes = Numbering<RequestClass>()
    var classStates: [ClassState] = []
    var groupStates: [GroupState] = []
    /// When sessions that hold something have ended at the latest.
    var bounds = Heap<Timer>()

    /// A scheduler of a cluster that has nothing.
    public init() {}

    /// What is known of a request class.
    struct ClassState: Sendable {
        let number: Int
        let parts: [RequestPart]
        /// For each kernel its part, and its position there.
        let places: [(part: Int, kernel: Int)]
        /// Where each part may be looked for, and of which ``AgentPool/epoch`` that is.
        var suitable: [SuitablePartitions] = []
        var epoch = -1
        /// Whether there could be room for it if nothing ran.
        var isPossible = false
        /// Why there was no room for it, and after which release of resources in its scaling group.
        var refusal: (code: WaitCode, release: Int)?
        /// What its sessions have been told.
        var told: WaitCode?
        /// From which end on sessions have been refused for the sake of a reservation, and of which.
        var kept: (end: UnixTime, reservation: Int)?

        init(number: Int, parts: [RequestPart]) {
            self.number = number
            self.parts = parts
            places = parts.enumerated().flatMap { part, request in
                request.kernels.enumerated().map { (position: $1, part: part, kernel: $0) }
            }.sorted { $0.position < $1.position }.map { ($0.part, $0.kernel) }
        }
    }

    /// What is known of a scaling group.
    struct GroupState: Sendable {
        var options = SchedulingOptions()
        /// What is kept for the first session that must wait for room.
        var reservation: Reservation?
        /// How many reservations there have been.
        var reservations = 0
        /// How often resources have become free, or may have.
        var release = 0
        /// Whether every session must be told anew why it waits, as limits have changed.
        var mustTell = false
        /// Its request classes.
        var classes: [Int] = []
        /// What its agents have together, and of which ``AgentPool/epoch`` that is.
        var capacity: (amounts: [Int64], epoch: Int) = ([], -1)
        /// The rows of sessions that have come since the last cycle, or of which something has changed.
        var arrivals: [Int] = []
        /// Whether something has changed since the last cycle that may let any session start.
        var isChanged = true
        /// What keypairs have used of it, by the numbers of their scopes; those who have used nothing are left out.
        var usages: [Int: Double] = [:]
        /// Sessions that wait for their time.
        var sleepers = Heap<Timer>()
        /// When sessions are given up, by when they began to wait; empty where they never are.
        var deadlines = Heap<Timer>()
    }

    /// A session that is to be looked at at some moment.
    ///
    /// Its row may be that of another one by then: whoever looks makes sure that it is still the time.
    struct Timer: Sendable, Comparable {
        let time: UnixTime
        /// Decides between sessions of the same moment.
        let tie: UInt128
        let row: Int

        static func < (left: Timer, right: Timer) -> Bool {
            left.time != right.time ? left.time < right.time : left.tie < right.tie
        }
    }

}

extension Scheduler {
    /// Says what somebody's sessions may hold together.
    public mutating func set(_ limits: ScopeLimits, of scope: LimitScope) {
        guard scopes.set(limits, of: scope, slots) else { return }
        changeAll()
        for group in groupStates.indices { groupStates[group].mustTell = true }
    }

    /// Says how a scaling group is scheduled.
    public mutating func set(_ options: SchedulingOptions, of scalingGroup: String) {
        let group = group(scalingGroup)
        guard groupStates[group].options != options else { return }
        groupStates[group].options = options
        groupStates[group].reservation = nil
        let begun = options.pendingTimeout > 0 ? waiting.rows(of: group, parties) : []
        groupStates[group].deadlines = Heap(begun.map { Timer(time: waiting.start($0), tie: waiting.tie($0), row: $0) })
        change(group)
    }

    /// Says what keypairs have used of a scaling group, less the longer it is ago: fair share takes the lowest first.
    public mutating func set(usage: [AccessKey: Double], of scalingGroup: String) {
        let group = group(scalingGroup)
        var usages: [Int: Double] = [:]
        for (keypair, used) in usage where used > 0 { usages[scopes.number(of: .keypair(keypair), slots)] = used }
        guard groupStates[group].usages != usages else { return }
        groupStates[group].usages = usages
        // Who comes first may be another one now.
        groupStates[group].isChanged = true
    }

    /// Says what an agent is and has; what is held on it stays held.
    public mutating func set(_ agent: AgentSnapshot, rules: [SlotName: SlotRules] = [:]) {
        let number = pool.number(of: agent.id)
        var devices = AgentDevices(agent.devices, by: rules, numbering: &slots)
        extend()
        for row in held.sessions(on: number) {
            for kernel in held.kernels(Int(row)) where kernel.number == number { devices.take(kernel.shares) }
        }
        let group = group(agent.scalingGroup)
        pool.set(
            number, architecture: architectures.number(of: agent.architecture), scalingGroup: group,
            devices: devices, maximumKernels: agent.maximumKernels)
        groupStates[group].reservation = nil
        change(group)
    }

    /// Says that an agent takes nothing any more: it is gone, or is to be left alone.
    public mutating func remove(agent: AgentID) {
        guard let number = pool.known(agent), pool.entries[number].isPresent else { return }
        let group = pool.entries[number].scalingGroup
        pool.remove(number)
        groupStates[group].reservation = nil
        change(group)
    }

    /// Has the next cycle look at every session, as if anything might have changed.
    public mutating func reconsider() {
        for group in groupStates.indices { change(group) }
    }

    /// Takes in a session that waits, or what has changed of it.
    public mutating func enqueue(_ session: PendingSession) {
        if let known = sessions.known(session.id) {
            if waiting.contains(known), waiting.session(known) == session { return }
            forget(session.id)
        }
        let group = group(session.scalingGroup)
        let row = sessions.number(of: session.id)
        waiting.add(
            session, as: row, party: party(of: session.holder, in: group),
            requestClass: requestClass(of: session, in: group))
        groupStates[group].arrivals.append(row)
        guard groupStates[group].options.pendingTimeout > 0 else { return }
        groupStates[group].deadlines.insert(Timer(time: session.since, tie: session.id.tie, row: row))
    }

    /// Says that a session waits no more.
    public mutating func withdraw(_ session: SessionID) {
        guard let row = sessions.known(session), waiting.contains(row) else { return }
        let group = parties[waiting.party(row)].scalingGroup
        waiting.forget(row)
        sessions.remove(session)
        if groupStates[group].reservation?.session == session {
            groupStates[group].reservation = nil
            change(group)
        }
    }

    /// Takes in a session that holds resources, or what has changed of it.
    public mutating func hold(_ session: HeldSession) {
        if let known = sessions.known(session.id) {
            if held.contains(known), held.session(known) == session { return }
            forget(session.id)
        }
        let group = group(session.scalingGroup)
        var session = session
        for index in session.kernels.indices {
            session.kernels[index].number = pool.number(of: session.kernels[index].agent)
        }
        let requests = session.kernels.map { request($0.shares) }
        extend()
        for (kernel, request) in zip(session.kernels, requests) {
            pool.take(request, kernel.shares, on: kernel.number)
        }
        add(
            session, as: sessions.number(of: session.id), party: party(of: session.holder, in: group),
            total: SlotRequest.sum(requests).countedOnce)
    }

    /// Says that a session holds nothing any more.
    public mutating func release(_ session: SessionID) {
        guard let row = sessions.known(session), held.contains(row) else { return }
        release(row: row)
        waiting.forget(row)
        sessions.remove(session)
    }

    /// Neither waits nor holds any more.
    private mutating func forget(_ session: SessionID) {
        withdraw(session)
        release(session)
    }

    private mutating func release(row number: Int) {
        for kernel in held.kernels(number) {
            pool.giveBack(kernel.shares, on: kernel.number)
            // An agent may have gone over to another scaling group meanwhile.
            if pool.entries[kernel.number].isPresent { change(pool.entries[kernel.number].scalingGroup) }
        }
        if !parties[held.party(number)].isPlatform {
            let (party, total) = (held.party(number), held.total(number))
            for place in 0..<Party.places { scopes.discharge(parties[party].scope(place), total) }
            parties.discharge(party, total)
        }
        held.remove(number)
        changeAll()
    }
}

extension Scheduler {
    /// How many sessions wait.
    public var waitingCount: Int { waiting.count }

    /// Why a session waits, as the last cycle saw it; nil for one that does not wait, or that no cycle has seen.
    public func reason(for session: SessionID) -> WaitReason? {
        guard let row = sessions.known(session), waiting.contains(row) else { return nil }
        return waiting.code(row)?.reason(waiting.session(row), slots)
    }

    /// The sessions that hold something, in no order.
    public var heldSessions: [HeldSession] { held.all }

    /// Takes in what a session holds, and when that ends.
    ///
    /// Its holders are charged.
    mutating func add(_ session: HeldSession, as row: Int, party: Int, total: SlotRequest) {
        held.add(session, as: row, party: party, total: total)
        if !session.holder.isPlatform {
            for place in 0..<Party.places { scopes.charge(parties[party].scope(place), total) }
            parties.charge(party, total)
        }
        guard session.endsBy != .never, !session.isEnding else { return }
        bounds.insert(Timer(time: session.endsBy, tie: session.id.tie, row: row))
    }

    /// The number of a scaling group.
    mutating func group(_ name: String) -> Int {
        let number = groups.number(of: name)
        if number == groupStates.count { groupStates.append(GroupState()) }
        return number
    }

    /// Something has become free in a group, or its rules have changed: every session must be looked at again.
    mutating func change(_ group: Int) {
        groupStates[group].release += 1
        groupStates[group].isChanged = true
    }

    /// What a limit leaves may be more than before, in every group.
    mutating func changeAll() {
        for group in groupStates.indices { groupStates[group].isChanged = true }
    }

    /// Takes in slots that have got numbers since.
    mutating func extend() {
        pool.extend(to: slots)
        scopes.extend(to: slots)
        parties.extend(to: slots)
    }

    private mutating func party(of holder: SessionHolder, in group: Int) -> Int {
        parties.number(
            of: Party(
                scalingGroup: group, keypair: scopes.number(of: .keypair(holder.keypair), slots),
                user: scopes.number(of: .user(holder.user), slots),
                group: scopes.number(of: .group(holder.group), slots),
                domain: scopes.number(of: .domain(holder.domain), slots), isPlatform: holder.isPlatform))
    }

    /// The number of what a session asks for.
    mutating func requestClass(of session: PendingSession, in group: Int) -> Int {
        let importance = groupStates[group].options.slotPriority
        let kernels = session.kernels.map { kernel in
            RequestClass.Kernel(
                architecture: architectures.number(of: kernel.architecture),
                request: slots.request(kernel.slots, by: importance), agent: kernel.agent.map { pool.number(of: $0) })
        }
        extend()
        let known = RequestClass(scalingGroup: group, kernels: kernels, mode: session.mode)
        let number = classes.number(of: known)
        if number == classStates.count {
            classStates.append(ClassState(number: number, parts: known.parts))
            groupStates[group].classes.append(number)
        }
        return number
    }

    private mutating func request(_ shares: [DeviceShare]) -> SlotRequest {
        var amounts: [SlotRequest.Amount] = []
        for share in shares {
            let slot = slots.number(of: share.slot)
            amounts.append(.init(slot: slot, units: slots.units(share.amount, of: slot)))
        }
        amounts.append(.init(slot: SlotTable.count, units: 1000))
        return SlotRequest.sum([SlotRequest(amounts)])
    }
}
