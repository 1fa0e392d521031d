import Core

extension Store {
    /// What each keypair has used of the scaling groups that are scheduled by fair share.
    ///
    /// A query over the allocations: of each kernel the greatest of its shares of what the group has now, for as long as it
    /// had it, and less the longer that is ago.
    ///
    /// - Parameter now: The present moment.
    /// - Returns: A change for each such group.
    /// - Throws: ``StoreError``.
    func usageChanges(at now: UnixTime) throws(StoreError) -> [SchedulerChange] {
        try transaction { connection throws(StoreError) in
            var changes: [SchedulerChange] = []
            let groups = try connection.query(
                "SELECT name, scheduler_opts FROM scaling_groups WHERE scheduler = ? ORDER BY name",
                [.text(Sequencer.fairShare.rawValue)])
            for group in groups {
                let decay = UsageDecay(halfLife: SchedulerOptions.halfLife(stored: group.text("scheduler_opts")))
                let name = group.text("name")
                changes.append(.usage(try usage(of: name, decay, at: now, connection), scalingGroup: name))
            }
            return changes
        }
    }

    private func usage(
        of scalingGroup: String, _ decay: UsageDecay, at now: UnixTime, _ connection: SQLiteConnection
    ) throws(StoreError) -> [AccessKey: Double] {
        let agents = try connection.query(
            "SELECT available_slots FROM agents WHERE scaling_group = ? AND status = 'ALIVE'", [.text(scalingGroup)])
        let capacity = agents.map { ResourceSlots(stored: $0.text("available_slots")) }.reduce(.none, +)
        let held = """
            SELECT s.access_key, a.kernel_id, a.slot, a.amount, a.used_at, a.freed_at FROM allocations a
            JOIN kernels k ON k.id = a.kernel_id JOIN sessions s ON s.id = k.session_id WHERE s.scaling_group = ?
            """
        let rows = try connection.query(
            "\(held) AND a.freed_at IS NULL UNION ALL \(held) AND a.freed_at >= ? ORDER BY kernel_id",
            [.text(scalingGroup), .text(scalingGroup), .integer(decay.horizon(at: now).microseconds)])
        var usage: [AccessKey: Double] = [:]
        var first = rows.startIndex
        while first < rows.endIndex {
            let kernel = rows[first].text("kernel_id")
            let end = rows[first...].firstIndex { $0.text("kernel_id") != kernel } ?? rows.endIndex
            let share = ResourceSlots(rows: Array(rows[first..<end])).dominantShare(of: capacity)
            usage[AccessKey(rawValue: rows[first].text("access_key")), default: 0] += decay.usage(
                of: share, from: UnixTime(microseconds: rows[first].integer("used_at")),
                to: UnixTime(microseconds: rows[first].optionalInteger("freed_at") ?? now.microseconds), at: now)
            first = end
        }
        return usage
    }
}
