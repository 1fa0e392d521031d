import Core

/// An overview of the scheduler for one who asks.
///
/// Sessions and owners that he may not read have no names, and agents are for those who may list them.
struct SchedulingReport: Sendable {
    let overview: SchedulerOverview?
    /// The sessions that he may read, by id.
    let names: [SessionID: String]
    /// The e-mail addresses of the owners whose sessions he may read.
    let owners: [AccessKey: String]
    let showsAgents: Bool

    /// The report as it goes over the wire.
    var json: JSONValue {
        [
            "waiting": .integer(Int64(overview?.waiting ?? 0)), "queue": .array((overview?.queue ?? []).map(entry)),
            "agents": .array(showsAgents ? (overview?.agents ?? []).map(entry) : []),
            "owners": .array((overview?.owners ?? []).map(entry)),
        ]
    }

    private func entry(_ waiting: SchedulerOverview.Waiting) -> JSONValue {
        let name = names[waiting.session.id]
        return [
            "session_id": name == nil ? .null : .string(waiting.session.id.rawValue), "name": JSONValue(name),
            "owner": JSONValue(owners[waiting.session.holder.keypair]),
            "scaling_group": .string(waiting.session.scalingGroup),
            "priority": .integer(Int64(waiting.session.priority)),
            "position": waiting.position.map { .integer(Int64($0 + 1)) } ?? .null,
            "requested_slots": SchedulingReport.slots(waiting.session.requested),
            "since": .string(RequestDate.header(for: waiting.session.since.date).text),
            "reason": JSONValue(waiting.reason?.sentence), "is_next": .bool(waiting.isNext),
        ]
    }

    private func entry(_ agent: SchedulerOverview.Agent) -> JSONValue {
        [
            "id": .string(agent.id.rawValue), "scaling_group": .string(agent.scalingGroup),
            "devices": .array(
                agent.devices.map { device in
                    [
                        "slot": .string(device.slot.rawValue), "device": .string(device.id.rawValue),
                        "capacity": .string(device.capacity.description),
                        "occupied": .string(device.occupied.description),
                        "node": device.node.map { .integer(Int64($0)) } ?? .null, "healthy": .bool(device.isHealthy),
                    ]
                }),
        ]
    }

    private func entry(_ owner: SchedulerOverview.Owner) -> JSONValue {
        [
            "owner": JSONValue(owners[owner.holder.keypair]), "sessions": .integer(Int64(owner.sessions)),
            "slots": SchedulingReport.slots(owner.slots), "dominant_share": .number(owner.dominantShare),
        ]
    }

    /// Amounts as texts by slot.
    static func slots(_ slots: ResourceSlots) -> JSONValue {
        .object(slots.names.map { .init($0.rawValue, .string(slots[$0].description)) })
    }
}

extension SessionService {
    /// An overview of the scheduler.
    ///
    /// - Parameter requester: Who asks.
    /// - Returns: The report; empty as long as no cycle has been.
    /// - Throws: ``StoreError``.
    func overview(for requester: Requester) async throws -> SchedulingReport {
        let overview = await engine.overview()
        var owners: [AccessKey: String] = [:]
        for holder in (overview?.queue.map(\.session.holder) ?? []) + (overview?.owners.map(\.holder) ?? []) {
            let distance = requester.distance(toUser: holder.user, domain: holder.domain)
            guard requester.may(.read, .session, at: distance) else { continue }
            owners[holder.keypair] = authentication.record(of: holder.keypair)?.user.email ?? holder.keypair.rawValue
        }
        let readable = overview?.queue.filter { owners[$0.session.holder.keypair] != nil }.map(\.session.id) ?? []
        let names = try await store.names(of: readable)
        return SchedulingReport(
            overview: overview, names: names, owners: owners,
            showsAgents: requester.may(.list, .agent, at: .other))
    }
}
