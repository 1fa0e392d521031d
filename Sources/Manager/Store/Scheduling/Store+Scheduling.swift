import Core

extension Store {
    /// Saves what the scheduler has decided, in one transaction.
    ///
    /// What has changed since it was told is not overwritten: a session that waits no more, or whose agent has gone, is left
    /// as it is, and the scheduler is told of it the next time.
    ///
    /// - Returns: The sessions that start or end, as saved, with the effects to carry out.
    func save(_ plan: Plan) throws(StoreError) -> [PlannedTransition] {
        try transaction { connection throws(StoreError) in
            var saved: [PlannedTransition] = []
            saved.reserveCapacity(plan.placements.count)
            try connection.changedRows.ignoring { () throws(StoreError) in
                let now = Timestamp.now()
                for waiting in plan.waiting { try Store.save(waiting, at: now, connection) }
            }
            for cancellation in plan.cancellations {
                let reason = TransitionDetail(reason: cancellation.reason.status, message: cancellation.reason.sentence)
                if let ended = try Store.apply(.terminationRequested, to: cancellation.session, reason, connection) {
                    saved.append(PlannedTransition(ended))
                }
            }
            for ending in plan.endings {
                if let ended = try Store.save(ending, connection) { saved.append(PlannedTransition(ended)) }
            }
            var writer = PlacementWriter(connection)
            for placement in plan.placements {
                if let started = try writer.write(placement.session) { saved.append(started) }
            }
            CrashPoint.saving.pass()
            return saved
        }
    }

    private static func save(
        _ ending: Plan.Ending, _ connection: SQLiteConnection
    ) throws(StoreError) -> SavedTransition? {
        var status = ending.reason.status
        if ending.reason == .timeLimit, try !endsByOwnLimit(ending.session, connection) {
            status = .idleSessionLifetime
        }
        let reason = TransitionDetail(reason: status, message: ending.reason.sentence)
        // What somebody works in cannot begin anew by itself.
        if case .preempted(by: _, isRequeued: true) = ending.reason, try isBatch(ending.session, connection) {
            return try apply(.preempted, to: ending.session, reason, connection)
        }
        return try apply(.terminationRequested, to: ending.session, reason, connection)
    }

    private static func isBatch(_ session: SessionID, _ connection: SQLiteConnection) throws(StoreError) -> Bool {
        let rows = try connection.query("SELECT session_type FROM sessions WHERE id = ?", [.text(session.rawValue)])
        return rows.first?.text("session_type") == SessionType.batch.rawValue
    }

    private static func save(
        _ waiting: Plan.Waiting, at now: Int64, _ connection: SQLiteConnection
    ) throws(StoreError) {
        let (id, reason) = (SQLValue.text(waiting.session.rawValue), SQLValue.text(waiting.reason.status.rawValue))
        let sentence = SQLValue.text(waiting.reason.sentence)
        let waits = try connection.run(
            "UPDATE sessions SET status_info = ?, status_detail = ? WHERE id = ? AND status = 'PENDING'",
            [reason, sentence, id])
        guard waits == 1 else { return }
        try noteWait(of: id, reason, sentence, at: now, connection)
    }
}
