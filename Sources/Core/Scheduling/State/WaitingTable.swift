/// The sessions that wait, in lines of those that are alike and have the same holder.
///
/// What refuses the first of a line refuses all of it, so a cycle looks at lines rather than at sessions.
struct WaitingTable: Sendable {
    /// What the sessions of a line have in common.
    struct Key: Sendable, Hashable {
        let party: Int
        let priority: Int
        let requestClass: Int
    }

    /// Sessions of the same holder that are alike.
    struct Line: Sendable {
        let key: Key
        /// Their rows, those that began to wait first at the front.
        var rows: [Int32] = []
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

    // Each session has a row; what is looked at together stands together.
    private var sessions: [PendingSession?] = []
    private var parties: [Int32] = []
    private var classes: [Int32] = []
    private var sinces: [Int64] = []
    /// The line in which a session stands; −1 while it is not ready.
    private var places: [Int32] = []
    /// Why a session waits, as last told.
    private var codes: [WaitCode?] = []
    private var unused: [Int] = []
    private var numbers: [SessionID: Int] = [:]
    private(set) var lines: [Line] = []
    private var lineNumbers: [Key: Int] = [:]
    /// The lines of each request class that have had a session.
    private(set) var linesOfClass: [[Int32]] = []
    /// Of each request class, whether sessions have come since its sessions were told why they wait.
    private(set) var hasNews: [Bool] = []

    /// How many sessions wait.
    var count: Int { numbers.count }

    /// The row of a session, or nil.
    func known(_ id: SessionID) -> Int? { numbers[id] }

    /// The session of a row that is in use.
    func session(_ row: Int) -> PendingSession {
        guard let session = sessions[row] else { preconditionFailure("a row that is not in use is never asked for") }
        return session
    }

    func party(_ row: Int) -> Int { Int(parties[row]) }

    func requestClass(_ row: Int) -> Int { Int(classes[row]) }

    func since(_ row: Int) -> Int64 { sinces[row] }

    func id(_ row: Int) -> SessionID { sessions[row]?.id ?? SessionID(rawValue: "") }

    func line(_ row: Int) -> Int? { places[row] < 0 ? nil : Int(places[row]) }

    func code(_ row: Int) -> WaitCode? { codes[row] }

    /// The sessions that wait in a scaling group.
    func sessions(of scalingGroup: Int, _ known: PartyTable) -> [PendingSession] {
        sessions.indices.compactMap { known[party($0)].scalingGroup == scalingGroup ? sessions[$0] : nil }
    }

    /// Takes in a session that stands in no line yet.
    mutating func add(_ session: PendingSession, party: Int, requestClass: Int) {
        if let free = unused.popLast() {
            sessions[free] = session
            (parties[free], classes[free], places[free]) = (Int32(party), Int32(requestClass), -1)
            (sinces[free], codes[free]) = (session.since.microseconds, nil)
            numbers[session.id] = free
        } else {
            numbers[session.id] = sessions.count
            sessions.append(session)
            parties.append(Int32(party))
            classes.append(Int32(requestClass))
            places.append(-1)
            sinces.append(session.since.microseconds)
            codes.append(nil)
        }
        while linesOfClass.count <= requestClass {
            linesOfClass.append([])
            hasNews.append(false)
        }
    }

    /// Puts a session into its line.
    ///
    /// - Returns: Whether it stands last in it.
    mutating func enter(_ row: Int, priority: Int) -> Bool {
        let key = Key(party: party(row), priority: priority, requestClass: requestClass(row))
        let line = lineNumbers[key] ?? makeLine(key)
        places[row] = Int32(line)
        hasNews[key.requestClass] = true
        if let last = lines[line].rows.last, lines[line].count > 0, precedes(row, Int(last)) {
            let position = lines[line].rows[lines[line].start...].partitioningIndex { precedes(row, Int($0)) }
            lines[line].rows.insert(Int32(row), at: position)
            return false
        }
        lines[line].rows.append(Int32(row))
        return true
    }

    /// Takes a session out.
    mutating func remove(_ row: Int) {
        if let line = line(row) { leave(row, line) }
        numbers[id(row)] = nil
        sessions[row] = nil
        unused.append(row)
    }

    /// Notes why a session waits.
    ///
    /// - Returns: Whether that is another reason than before.
    mutating func note(_ code: WaitCode, for row: Int) -> Bool {
        if codes[row] == code { return false }
        codes[row] = code
        return true
    }

    /// Everybody of a request class has been told.
    mutating func haveTold(_ requestClass: Int) { hasNews[requestClass] = false }

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
        sinces[left] != sinces[right] ? sinces[left] < sinces[right] : id(left) < id(right)
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
