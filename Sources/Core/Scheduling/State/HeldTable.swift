/// The sessions that hold resources.
struct HeldTable: Sendable {
    private struct Row: Sendable {
        var session: HeldSession
        let party: Int32
        /// What its holders are charged.
        let total: SlotRequest
    }

    // Each session has its number as a row.
    private var rows: [Row?] = []
    /// The rows that hold something of each agent.
    private var onAgent: [[Int32]] = []
    /// How many sessions of each priority may lose their place.
    private var preemptible: [Int: Int] = [:]

    /// Whether a row is that of a session that holds something.
    func contains(_ row: Int) -> Bool { row < rows.count && rows[row] != nil }

    private func used(_ row: Int) -> Row {
        guard let row = rows[row] else { preconditionFailure("a row that is not in use is never asked for") }
        return row
    }

    /// The session of a row that is in use.
    func session(_ row: Int) -> HeldSession { used(row).session }

    func kernels(_ row: Int) -> [HeldSession.Kernel] { rows[row]?.session.kernels ?? [] }

    func party(_ row: Int) -> Int { Int(used(row).party) }

    func total(_ row: Int) -> SlotRequest { used(row).total }

    func end(_ row: Int) -> UnixTime { rows[row]?.session.endsBy ?? .never }

    func isEnding(_ row: Int) -> Bool { rows[row]?.session.isEnding ?? false }

    /// All sessions, in no order.
    var all: [HeldSession] { rows.compactMap { $0?.session } }

    /// The rows that are in use.
    var rowNumbers: [Int] { rows.indices.filter { rows[$0] != nil } }

    /// The sessions that hold something of an agent.
    func sessions(on agent: Int) -> [Int32] { agent < onAgent.count ? onAgent[agent] : [] }

    /// Whether any session of a lower priority may lose its place.
    func hasPreemptible(below priority: Int) -> Bool { preemptible.contains { $0.key < priority && $0.value > 0 } }

    /// Takes in a session, whose kernels know their agents' numbers.
    mutating func add(_ session: HeldSession, as row: Int, party: Int, total: SlotRequest) {
        while rows.count <= row { rows.append(nil) }
        rows[row] = Row(session: session, party: Int32(party), total: total)
        if session.isPreemptible { preemptible[session.priority, default: 0] += 1 }
        for kernel in session.kernels {
            while onAgent.count <= kernel.number { onAgent.append([]) }
            if onAgent[kernel.number].last != Int32(row) { onAgent[kernel.number].append(Int32(row)) }
        }
    }

    /// Notes that a session has been told to end.
    mutating func markEnding(_ row: Int) { rows[row]?.session.isEnding = true }

    /// Takes a session out.
    mutating func remove(_ row: Int) {
        let session = used(row).session
        for kernel in session.kernels { onAgent[kernel.number].removeAll { $0 == Int32(row) } }
        if session.isPreemptible { preemptible[session.priority, default: 0] -= 1 }
        rows[row] = nil
    }
}
