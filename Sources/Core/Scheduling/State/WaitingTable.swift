/// The sessions that wait, in lines of those that are alike and have the same holder.
///
/// What refuses the first of a line refuses all of it, so a cycle looks at lines rather than at sessions.
struct WaitingTable: Sendable {
    /// One session that waits.
    struct Row: Sendable {
        let session: PendingSession
        let party: Int
        let requestClass: Int
        /// The line in which it stands; nil while it is not ready.
        var line: Int?
        /// Why it waits, as last told.
        var code: WaitCode?
    }

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

        var isEmpty: Bool { start == rows.count }
        var count: Int { rows.count - start }
    }

    private(set) var rows: [Row?] = []
    private var unused: [Int] = []
    private var numbers: [SessionID: Int] = [:]
    private(set) var lines: [Line] = []
    private var lineNumbers: [Key: Int] = [:]
    /// The lines of each scaling group that have had a session.
    private(set) var lineLists: [Int: [Int]] = [:]

    /// How many sessions wait.
    var count: Int { numbers.count }

    /// The row of a session, or nil.
    func known(_ id: SessionID) -> Int? { numbers[id] }

    subscript(row: Int) -> Row {
        guard let row = rows[row] else { preconditionFailure("a row that is not in use is never asked for") }
        return row
    }

    /// The sessions that wait in a scaling group.
    func sessions(of scalingGroup: Int, _ parties: PartyTable) -> [PendingSession] {
        rows.lazy.compactMap { $0 }.filter { parties[$0.party].scalingGroup == scalingGroup }.map(\.session)
    }

    /// Takes in a session that stands in no line yet.
    mutating func add(_ row: Row) {
        if let free = unused.popLast() {
            rows[free] = row
            numbers[row.session.id] = free
        } else {
            rows.append(row)
            numbers[row.session.id] = rows.count - 1
        }
    }

    /// Puts a session into its line.
    ///
    /// - Returns: Whether it stands last in it.
    mutating func enter(_ number: Int, scalingGroup: Int) -> Bool {
        let row = self[number]
        let key = Key(party: row.party, priority: row.session.priority, requestClass: row.requestClass)
        let line = lineNumbers[key] ?? makeLine(key, scalingGroup)
        rows[number]?.line = line
        if let last = lines[line].rows.last, !lines[line].isEmpty, precedes(number, Int(last)) {
            let position = lines[line].rows[lines[line].start...].partitioningIndex { precedes(number, Int($0)) }
            lines[line].rows.insert(Int32(number), at: position)
            return false
        }
        lines[line].rows.append(Int32(number))
        return true
    }

    /// Takes a session out.
    mutating func remove(_ number: Int) {
        let row = self[number]
        if let line = row.line { leave(number, line) }
        numbers[row.session.id] = nil
        rows[number] = nil
        unused.append(number)
    }

    /// Notes why a session waits.
    ///
    /// - Returns: Whether that is another reason than before.
    mutating func note(_ code: WaitCode, for number: Int) -> Bool {
        if rows[number]?.code == code { return false }
        rows[number]?.code = code
        return true
    }

    private mutating func makeLine(_ key: Key, _ scalingGroup: Int) -> Int {
        lines.append(Line(key: key))
        lineNumbers[key] = lines.count - 1
        lineLists[scalingGroup, default: []].append(lines.count - 1)
        return lines.count - 1
    }

    private mutating func leave(_ number: Int, _ line: Int) {
        let start = lines[line].start
        if lines[line].rows[start] == Int32(number) {
            lines[line].start += 1
        } else if let index = lines[line].rows.lastIndex(of: Int32(number)) {
            lines[line].rows.remove(at: index)
        }
        // What is gone is forgotten when it is most of it, so that each session is moved but once or twice.
        if lines[line].start > 32, lines[line].start * 2 > lines[line].rows.count {
            lines[line].rows.removeFirst(lines[line].start)
            lines[line].start = 0
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (self[left].session, self[right].session)
        return first.since != second.since ? first.since < second.since : first.id < second.id
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
