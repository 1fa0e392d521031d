extension Scheduler {
    /// A scheduler of fewer agents that fares like the whole one.
    struct Miniature {
        let scheduler: Scheduler
        /// Its part of what is submitted.
        let part: Double
    }

    /// A part of a session's scaling group that is like the whole, so that a replay takes no longer for a large one.
    ///
    /// Of the agents that could ever have the session some are taken, evenly by id, with what is held there; of what waits, that
    /// part of each request class that falls to its agents. Limits are left out, and so are sessions that wait for them,
    /// or for their time, or for others.
    ///
    /// - Parameters:
    ///   - row: A session that waits.
    ///   - most: About how many agents it has at most.
    /// - Returns: The part; nil when it is such a session, or no agents could have it.
    func miniature(for row: Int, agents most: Int) -> Miniature? {
        let (requestClass, group) = (waiting.requestClass(row), parties[waiting.party(row)].scalingGroup)
        guard !waiting.isHeldBack(row), classStates[requestClass].epoch == pool.epoch else { return nil }
        let suitable = Set(capable(requestClass).joined()).sorted { pool.free.ranks[$0] < pool.free.ranks[$1] }
        let count = min(suitable.count, max(most, 4 * classStates[requestClass].parts.count))
        guard count > 0 else { return nil }
        let chosen = Set((0..<count).map { suitable[$0 * suitable.count / count] })

        var small = Scheduler()
        small.set(groupStates[group].options, of: groups[group])
        for agent in chosen.sorted() { small.set(snapshot(agent), rules: rules(agent)) }
        for row in Set(chosen.flatMap { held.sessions(on: $0) }).sorted() { small.hold(part(of: Int(row), on: chosen)) }
        var parts: [Int: Double] = [:]
        // Its own numbers, so that the same question has the same answer.
        var random = SplitMix64(seed: UInt64(truncatingIfNeeded: waiting.tie(row)))
        for other in 0..<waiting.rowCount where waiting.contains(other) {
            guard parties[waiting.party(other)].scalingGroup == group else { continue }
            let draw = random.unit()
            let known = parts[waiting.requestClass(other)]
            let part = known ?? self.part(of: waiting.requestClass(other), on: chosen)
            parts[waiting.requestClass(other)] = part
            guard other == row || draw < part && !waiting.isHeldBack(other) else { continue }
            small.enqueue(waiting.session(other))
            if groupStates[group].options.sequencer == .fairShare {
                small.takeUsage(of: waiting.party(other), from: self)
            }
        }
        let present = pool.entries.count { $0.isPresent && $0.scalingGroup == group }
        return Miniature(scheduler: small, part: Double(count) / Double(max(present, count)))
    }

    private func snapshot(_ agent: Int) -> AgentSnapshot {
        let entry = pool.entries[agent]
        let devices = entry.devices.groups.flatMap(\.devices).map { device in
            var empty = device
            empty.occupied = .zero
            return empty
        }
        return AgentSnapshot(
            id: entry.id, architecture: architectures[entry.architecture], devices: devices,
            maximumKernels: entry.maximumKernels, scalingGroup: groups[entry.scalingGroup])
    }

    private func rules(_ agent: Int) -> [SlotName: SlotRules] {
        Dictionary(pool.entries[agent].devices.groups.map { ($0.name, $0.rules) }) { first, _ in first }
    }

    /// What a session holds of some agents.
    private func part(of row: Int, on chosen: Set<Int>) -> HeldSession {
        var session = held.session(row)
        session.kernels.removeAll { !chosen.contains($0.number) }
        return session
    }

    /// Which part of the agents that a request class may have are among these.
    private func part(of requestClass: Int, on chosen: Set<Int>) -> Double {
        let suitable = Set(capable(requestClass).joined())
        return suitable.isEmpty ? 0 : Double(suitable.count { chosen.contains($0) }) / Double(suitable.count)
    }

    private mutating func takeUsage(of party: Int, from whole: Scheduler) {
        for place in 1..<Party.places {
            let scope = whole.parties[party].scope(place)
            set(ScopeLimits(usage: whole.scopes.usage(scope)), of: whole.scopes.name(scope))
        }
    }
}
