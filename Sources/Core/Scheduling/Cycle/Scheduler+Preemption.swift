extension Scheduler {
    /// Has sessions of a lower priority end, so that one that must wait can have their place.
    ///
    /// Only when that gives it enough, and no more of them than that takes: those of the lowest priority first, and of those
    /// the ones that have run for the shortest time.
    ///
    /// - Parameters:
    ///   - row: The session that must wait.
    ///   - capable: For each of its parts the agents that could ever have it.
    ///   - now: The present moment.
    ///   - options: How its scaling group is scheduled.
    ///   - plan: Gets the sessions that are to end.
    mutating func evict(
        for row: Int, _ capable: [[Int]], at now: UnixTime, _ options: SchedulingOptions, _ plan: inout Plan
    ) {
        let entry = waiting.session(row)
        guard held.hasPreemptible(below: entry.priority) else { return }
        let parts = classStates[waiting.requestClass(row)].parts
        let search = ReservationSearch(pool: pool, held: held, now: now)
        let ending = { [held] (session: Int) in session < 0 || held.isEnding(session) }
        // What is ending already may be enough.
        if search.hasRoom(parts, capable, without: ending) { return }
        guard let victims = victims(for: entry, parts, capable, search, ending) else { return }
        for victim in victims {
            let session = held.session(victim)
            let reason = EndReason.preempted(by: entry.id, isRequeued: options.preemption == .requeue)
            plan.endings.append(.init(session: session.id, reason: reason))
            held.markEnding(victim)
        }
    }

    private func victims(
        for entry: PendingSession, _ parts: [RequestPart], _ capable: [[Int]], _ search: ReservationSearch,
        _ ending: (Int) -> Bool
    ) -> [Int]? {
        let agents = Set(capable.joined())
        let candidates = Set(agents.flatMap { held.sessions(on: $0) }.map(Int.init)).filter { number in
            let session = held.session(number)
            return session.isPreemptible && !session.isEnding && session.priority < entry.priority
        }.sorted { left, right in
            let (first, second) = (held.session(left), held.session(right))
            if first.priority != second.priority { return first.priority < second.priority }
            return first.since != second.since ? first.since > second.since : first.id < second.id
        }
        guard parts.count == 1 else { return fewest(of: candidates, parts, capable, search, ending) }
        let best = capable[0].sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }.compactMap { agent -> [Int]? in
            let here = candidates.filter { held.kernels($0).contains { $0.number == agent } }
            return here.isEmpty ? nil : fewest(of: here, parts, [[agent]], search, ending)
        }
        return best.min { left, right in
            let (first, second) = (worst(left), worst(right))
            return first != second ? first < second : left.count < right.count
        }
    }

    /// The highest priority among some sessions.
    private func worst(_ sessions: [Int]) -> Int { sessions.map { held.session($0).priority }.max() ?? 0 }

    /// As few of the candidates as are needed, the first ones rather than others; nil when all of them are too few.
    private func fewest(
        of candidates: [Int], _ parts: [RequestPart], _ capable: [[Int]], _ search: ReservationSearch,
        _ ending: (Int) -> Bool
    ) -> [Int]? {
        var chosen: [Int] = []
        func isEnough(_ chosen: [Int]) -> Bool {
            search.hasRoom(parts, capable) { ending($0) || chosen.contains($0) }
        }
        for candidate in candidates {
            chosen.append(candidate)
            if isEnough(chosen) { break }
        }
        guard isEnough(chosen) else { return nil }
        for candidate in chosen.reversed() {
            let others = chosen.filter { $0 != candidate }
            if isEnough(others) { chosen = others }
        }
        return chosen
    }
}
