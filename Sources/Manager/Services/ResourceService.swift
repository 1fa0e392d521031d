import Core

/// What users may still start, and what has been used.
struct ResourceService: Sendable {
    let store: Store
    let directory: AgentDirectory
    let settings: ClusterSettings

    private var slots: [SlotName] { directory.slotTypes.keys.sorted() }

    /// The presets, each with the slots that the cluster knows.
    func presets(for requester: Requester) async throws -> [ResourcePresetRecord] {
        try requester.insist(on: .list, .resourcePreset)
        let slots = slots
        return try await store.resourcePresets().map {
            ResourcePresetRecord(
                name: $0.name, slots: PresetCheck.known($0, among: slots), sharedMemory: $0.sharedMemory)
        }
    }

    /// What the requester may still start in a group, and which presets fit into that.
    ///
    /// - Parameters:
    ///   - group: The group, by name or id.
    ///   - scalingGroup: The only scaling group to look at; nil for all.
    ///   - requester: Who asks.
    /// - Returns: The answer's body.
    /// - Throws: ``BackendError`` for a group or scaling group that the requester cannot use.
    func check(group: String, scalingGroup: String?, for requester: Requester) async throws -> JSONValue {
        guard let place = try await store.usableGroup(group, for: requester) else {
            throw BackendError.notFound("user group (or project)", "There is no group `\(group)` of yours.")
        }
        guard
            let overview = try await store.resourceOverview(
                of: requester.accessKey, in: place, scalingGroup: scalingGroup)
        else {
            throw BackendError(
                .invalidParameters, "Unknown scaling group",
                hint: "`backend.ai admin scaling-group list` lists those that you may use")
        }
        return PresetCheck(
            overview: overview, presets: try await store.resourcePresets(), slots: slots,
            showsGroup: settings.showsGroupResources || requester.isAdmin
        ).body
    }

    /// Has the sums of occupancy made anew.
    ///
    /// There are none to make: every one is a query over the allocations.
    func recalculate(by requester: Requester) throws(BackendError) {
        try requester.insist(on: .operate, .usage)
    }

    /// The groups whose kernels ended in a time, with those kernels.
    func usage(in times: Range<Int64>, groups: [String]?, for requester: Requester) async throws -> [GroupUsage] {
        let scope: UsageScope
        if requester.may(.read, .usage, at: .other) {
            scope = .all
        } else {
            try requester.insist(on: .read, .usage, at: .domain)
            scope = .domain(requester.user.domain)
        }
        return GroupUsage.grouped(try await store.usage(in: times, groups: groups, scope))
    }

    /// What the requester used over the last 30 days.
    func ownStatistics(of requester: Requester) async throws -> UsageBins {
        try requester.insist(on: .read, .usage, at: .own)
        return try await bins(.user(requester.user.id))
    }

    /// What everybody used over the last 30 days; for the admin of a domain, everybody there.
    func allStatistics(for requester: Requester) async throws -> UsageBins {
        if requester.may(.read, .usage, at: .other) { return try await bins(.all) }
        try requester.insist(on: .read, .usage, at: .domain)
        return try await bins(.domain(requester.user.domain))
    }

    private func bins(_ scope: UsageScope) async throws -> UsageBins {
        var bins = UsageBins(endingAt: Timestamp.now() / 1_000_000)
        for span in try await store.allocationSpans(since: bins.start * 1_000_000, scope) { bins.add(span) }
        return bins
    }
}
