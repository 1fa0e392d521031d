/// The sessions that wait, in lines of those that are alike and have the same holder.
///
/// What refuses the first of a line refuses all of it, so a cycle looks at lines rather than at sessions.
struct WaitingTable: Sendable {
    /// What the sessions of a line have in common.
    struct Key: Sendable, Hashable {
        let party: Int
        let priority: Int
        let requestClass: Int

        func hash(into hasher: inout Hasher) {
            // In one number, since every session that comes is looked up by it.
            hasher.combine((party << 20 ^ requestClass) << 8 ^ priority)
        }
    }

    /// Sessions of the same holder that are alike.
    struct Line: Sendable {
        let key: Key
        /// Their rows, those that began to wait first at the front.
        fileprivate(set) var rows: [Int32] = []
        /// How many at the front are gone.
        var start = 0
        /// Of a pass: how many have had their turn, and how many get one at most.
        var cursor = 0
        var end = Int.max

        var count: Int { rows.count - start }

        /// The row whose turn it is; nil when all have had theirs.
        func row(isLatestFirst: Bool) -> Int? {
            guard cursor < min(end, count) else { return nil }
            return Int(rows[isLatestFirst ? rows.count - 1 - cursor : start + cursor])
        }
    }

    /// What a pass looks at.
    private struct Row: Sendable {
        var party: Int32 = 0
        var requestClass: Int32 = 0
        var since: Int64 = 0
        var tie: UInt128 = 0
        var timeLimit: Int64?
        var priority: Int32 = 0
        /// The line in which it stands; −1 while it is not ready.
        var line: Int32 = -1
        /// Why it waits, as last told.
        var code: WaitCode?
        var isWaiting = false
        var isConditional = false
    }

    // Each session has its number as a row.
    private var rows: [Row] = []
    /// The sessions; those that have been placed too, until they are gone.
    private var sessions: [PendingSession?] = []
    /// How many sessions wait.
    private(set) var count = 0
    private(set) var lines: [Line] = []
    private var lineNumbers: [Key: Int] = [:]
    /// The lines of each request class that have had a session.
    private(set) var linesOfClass: [[Int32]] = []
    /// Of each request class, whether sessions have come since its sessions were told why they wait.
    private(set) var hasNews: [Bool] = []

    /// Whether a row is that of a session that waits.
    func contains(_ row: Int) -> Bool { row < rows.count && rows[row].isWaiting }

    /// The session of a row that is in use.
    func session(_ row: Int) -> PendingSession {
        guard let session = sessions[row] else { preconditionFailure("a row that is not in use is never asked for") }
        return session
    }

    /// What stays of a session when it is placed.
    func identity(_ row: Int) -> SessionIdentity {
        guard let identity = sessions[row]?.identity else {
            preconditionFailure("a row that is not in use is never asked for")
        }
        return identity
    }

    /// Which kernel a session has in some place.
    func kernel(_ row: Int, at position: Int) -> KernelID {
        guard let kernel = sessions[row]?.kernels[position].kernel else {
            preconditionFailure("a row that is not in use is never asked for")
        }
        return kernel
    }

    func party(_ row: Int) -> Int { Int(rows[row].party) }

    func requestClass(_ row: Int) -> Int { Int(rows[row].requestClass) }

    func since(_ row: Int) -> Int64 { rows[row].since }

    /// When a session began to wait.
    func start(_ row: Int) -> UnixTime { UnixTime(microseconds: rows[row].since) }

    /// Decides between sessions that began to wait at the same time.
    func tie(_ row: Int) -> UInt128 { rows[row].tie }

    func priority(_ row: Int) -> Int { Int(rows[row].priority) }

    func timeLimit(_ row: Int) -> Int64? { rows[row].timeLimit }

    /// Whether a session waits for its time, or for others.
    func isConditional(_ row: Int) -> Bool { rows[row].isConditional }

    func id(_ row: Int) -> SessionID { session(row).id }

    func line(_ row: Int) -> Int? { rows[row].line < 0 ? nil : Int(rows[row].line) }

    /// What a session has in common with those of its line, whether it stands in one or not.
    func key(_ row: Int) -> Key {
        Key(party: party(row), priority: priority(row), requestClass: requestClass(row))
    }

    func code(_ row: Int) -> WaitCode? { rows[row].code }

    /// How many rows there are, whether in use or not.
    var rowCount: Int { rows.count }

    /// Whether a session was last told that it waits for its own sake: for its time, for others, or for a limit.
    func isHeldBack(_ row: Int) -> Bool { rows[row].line < 0 || rows[row].code?.isLimit ?? false }

    /// The sessions that wait in a scaling group.
    func rows(of scalingGroup: Int, _ known: PartyTable) -> [Int] {
        rows.indices.filter { rows[$0].isWaiting && known[party($0)].scalingGroup == scalingGroup }
    }

    /// Takes in a session that stands in no line yet.
    mutating func add(_ session: PendingSession, as row: Int, party: Int, requestClass: Int) {
        while rows.count <= row {
            rows.append(Row())
            sessions.append(nil)
        }
        count += 1
        sessions[row] = session
        rows[row] = Row(
            party: Int32(party), requestClass: Int32(requestClass), since: session.since.microseconds,
            tie: session.id.tie, timeLimit: session.timeLimit, priority: Int32(clamping: session.priority),
            isWaiting: true, isConditional: session.startsAt != nil || !session.dependencies.isEmpty)
        while linesOfClass.count <= requestClass {
            linesOfClass.append([])
            hasNews.append(false)
        }
    }

    /// Puts a session into its line.
    ///
    /// - Returns: Whether it stands last in it.
    mutating func enter(_ row: Int) -> Bool {
        let key = Key(party: party(row), priority: priority(row), requestClass: requestClass(row))
        let line = lineNumbers[key] ?? makeLine(key)
        rows[row].line = Int32(line)
        hasNews[key.requestClass] = true
        if let last = lines[line].rows.last, lines[line].count > 0, precedes(row, Int(last)) {
            let position = lines[line].rows[lines[line].start...].partitioningIndex { precedes(row, Int($0)) }
            lines[line].rows.insert(Int32(row), at: position)
            return false
        }
        lines[line].rows.append(Int32(row))
        return true
    }

    /// Takes a session out that has been placed; what it asked for stays known until it is gone.
    mutating func leave(_ row: Int) {
        if let line = line(row) { leave(row, line) }
        rows[row].isWaiting = false
        count -= 1
    }

    /// A session is gone.
    mutating func forget(_ row: Int) {
        guard row < rows.count else { return }
        if rows[row].isWaiting { leave(row) }
        sessions[row] = nil
    }

    /// Notes why a session waits.
    ///
    /// - Returns: Whether that is another reason than before.
    mutating func note(_ code: WaitCode, for row: Int) -> Bool {
        if rows[row].code == code { return false }
        rows[row].code = code
        return true
    }

    /// Everybody of a request class has been told.
    mutating func haveTold(_ requestClass: Int) { hasNews[requestClass] = false }

    /// The row whose turn it is in a line; nil when all have had theirs.
    func row(of line: Int, isLatestFirst: Bool) -> Int? { lines[line].row(isLatestFirst: isLatestFirst) }

    /// Lets a line's sessions have their turns from `cursor` on, as far as `end`.
    mutating func begin(_ line: Int, at cursor: Int = 0, end: Int = .max) {
        lines[line].cursor = cursor
        lines[line].end = end
    }

    /// The session that had its turn waits.
    mutating func skip(_ line: Int) { lines[line].cursor += 1 }

    /// The session that had its turn is gone: there is one less to come.
    mutating func shorten(_ line: Int) {
        if lines[line].end != .max { lines[line].end -= 1 }
    }

    /// The session of a line that comes first of all that stand in it; nil when none does.
    func first(of line: Int, isLatestFirst: Bool) -> Int? {
        let line = lines[line]
        return line.count == 0 ? nil : Int(isLatestFirst ? line.rows[line.rows.count - 1] : line.rows[line.start])
    }

    /// How many sessions of a line come before a session of any line, as far as time decides.
    func count(in line: Int, before row: Int, isLatestFirst: Bool) -> Int {
        let line = lines[line]
        let (rows, time) = (line.rows[line.start...], since(row))
        let (first, end) = (
            rows.partitioningIndex { since(Int($0)) >= time }, rows.partitioningIndex { since(Int($0)) > time }
        )
        let atOnce = rows[first..<end].count { tie(Int($0)) < tie(row) }
        return (isLatestFirst ? rows.endIndex - end : first - rows.startIndex) + atOnce
    }

    private mutating func makeLine(_ key: Key) -> Int {
        lines.append(Line(key: key))
        lineNumbers[key] = lines.count - 1
        linesOfClass[key.requestClass].append(Int32(lines.count - 1))
        return lines.count - 1
    }

    private mutating func leave(_ row: Int, _ line: Int) {
        let start = lines[line].start
        if lines[line].rows[start] == Int32(row) {
            lines[line].start += 1
        } else if let index = lines[line].rows.lastIndex(of: Int32(row)) {
            lines[line].rows.remove(at: index)
        }
        // What is gone is forgotten when it is most of it, so that each session is moved but once or twice.
        if lines[line].start > 32, lines[line].start * 2 > lines[line].rows.count {
            lines[line].rows.removeFirst(lines[line].start)
            lines[line].start = 0
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        since(left) != since(right) ? since(left) < since(right) : tie(left) < tie(right)
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first position whose element is `true` of `belongs`, where all before are not and all from it on are.
    func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
