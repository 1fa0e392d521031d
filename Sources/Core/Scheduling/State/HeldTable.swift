/// The sessions that hold resources.
struct HeldTable: Sendable {
    /// What one kernel holds.
    struct Kernel: Sendable {
        let agent: Int
        let shares: [DeviceShare]
        /// The shares by slot, and one kernel.
        let request: SlotRequest
    }

    // Each session has a row; what is looked at together stands together.
    private var sessions: [HeldSession?] = []
    private var kernelLists: [[Kernel]] = []
    private var parties: [Int32] = []
    /// What a session's holders are charged.
    private var totals: [SlotRequest] = []
    private var ends: [UnixTime] = []
    private var areEnding: [Bool] = []
    private var unused: [Int] = []
    private var numbers: [SessionID: Int] = [:]
    /// The rows that hold something of each agent.
    private var onAgent: [[Int32]] = []

    /// The row of a session, or nil.
    func known(_ id: SessionID) -> Int? { numbers[id] }

    /// The session of a row that is in use.
    func session(_ row: Int) -> HeldSession {
        guard var session = sessions[row] else { preconditionFailure("a row that is not in use is never asked for") }
        session.isEnding = areEnding[row]
        return session
    }

    func kernels(_ row: Int) -> [Kernel] { kernelLists[row] }

    func party(_ row: Int) -> Int { Int(parties[row]) }

    func total(_ row: Int) -> SlotRequest { totals[row] }

    func end(_ row: Int) -> UnixTime { ends[row] }

    func isEnding(_ row: Int) -> Bool { areEnding[row] }

    /// All sessions, in no order.
    var all: [HeldSession] { numbers.values.map(session) }

    /// The sessions that hold something of an agent.
    func sessions(on agent: Int) -> [Int32] { agent < onAgent.count ? onAgent[agent] : [] }

    /// Takes in a session.
    mutating func add(_ session: HeldSession, party: Int, kernels: [Kernel], total: SlotRequest) {
        let number: Int
        if let free = unused.popLast() {
            number = free
            (sessions[free], kernelLists[free], totals[free]) = (session, kernels, total)
            (parties[free], ends[free], areEnding[free]) = (Int32(party), session.endsBy, session.isEnding)
        } else {
            number = sessions.count
            sessions.append(session)
            kernelLists.append(kernels)
            totals.append(total)
            parties.append(Int32(party))
            ends.append(session.endsBy)
            areEnding.append(session.isEnding)
        }
        numbers[session.id] = number
        for kernel in kernels {
            while onAgent.count <= kernel.agent { onAgent.append([]) }
            if onAgent[kernel.agent].last != Int32(number) { onAgent[kernel.agent].append(Int32(number)) }
        }
    }

    /// Notes that a session has been told to end.
    mutating func markEnding(_ number: Int) { areEnding[number] = true }

    /// Takes a session out.
    mutating func remove(_ number: Int) {
        for kernel in kernelLists[number] { onAgent[kernel.agent].removeAll { $0 == Int32(number) } }
        if let id = sessions[number]?.id { numbers[id] = nil }
        sessions[number] = nil
        kernelLists[number] = []
        unused.append(number)
    }
}
