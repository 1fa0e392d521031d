/// The sessions that hold resources.
struct HeldTable: Sendable {
    /// What one kernel holds.
    struct Kernel: Sendable {
        let agent: Int
        let shares: [DeviceShare]
        /// The shares by slot, and one kernel.
        let request: SlotRequest
    }

    /// One session that holds something.
    struct Row: Sendable {
        var session: HeldSession
        let party: Int
        let kernels: [Kernel]
        /// What its holders are charged.
        let total: SlotRequest
    }

    private(set) var rows: [Row?] = []
    private var unused: [Int] = []
    private var numbers: [SessionID: Int] = [:]
    /// The rows that hold something of each agent.
    private var onAgent: [[Int32]] = []

    /// How many sessions hold something.
    var count: Int { numbers.count }

    /// The row of a session, or nil.
    func known(_ id: SessionID) -> Int? { numbers[id] }

    subscript(row: Int) -> Row {
        guard let row = rows[row] else { preconditionFailure("a row that is not in use is never asked for") }
        return row
    }

    /// The sessions that hold something of an agent.
    func sessions(on agent: Int) -> [Int32] { agent < onAgent.count ? onAgent[agent] : [] }

    /// Takes in a session.
    mutating func add(_ row: Row) {
        let number: Int
        if let free = unused.popLast() {
            number = free
            rows[free] = row
        } else {
            number = rows.count
            rows.append(row)
        }
        numbers[row.session.id] = number
        for kernel in row.kernels {
            while onAgent.count <= kernel.agent { onAgent.append([]) }
            if onAgent[kernel.agent].last != Int32(number) { onAgent[kernel.agent].append(Int32(number)) }
        }
    }

    /// Notes that a session has been told to end.
    mutating func markEnding(_ number: Int) { rows[number]?.session.isEnding = true }

    /// Takes a session out.
    mutating func remove(_ number: Int) {
        let row = self[number]
        for kernel in row.kernels { onAgent[kernel.agent].removeAll { $0 == Int32(number) } }
        numbers[row.session.id] = nil
        rows[number] = nil
        unused.append(number)
    }
}
