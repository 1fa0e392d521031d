extension Scheduler {
    /// The lines that are worth a turn: those for which there may be room, and the first one for which there is none.
    ///
    /// Amounts only shrink in a pass, so what finds no room at its beginning finds none later. The sessions of all other
    /// lines are told why they wait, those that have not been.
    mutating func contenders(_ pass: Pass, _ plan: inout Plan) -> [Int] {
        var contenders: [Int] = []
        var head: (line: Int, row: Int)?
        let mustTell = groupStates[pass.group].mustTell
        groupStates[pass.group].mustTell = false
        for requestClass in groupStates[pass.group].classes where requestClass < waiting.linesOfClass.count {
            let lines = waiting.linesOfClass[requestClass]
            prepare(requestClass)
            if mayFit(requestClass) {
                for line in lines where waiting.lines[Int(line)].count > 0 {
                    waiting.begin(Int(line))
                    contenders.append(Int(line))
                }
                classStates[requestClass].told = nil
                continue
            }
            let before = classStates[requestClass].told
            let code = refuse(requestClass, pass)
            let isNew = mustTell || before != code || waiting.hasNews[requestClass]
            for line in lines.lazy.map(Int.init) where waiting.lines[line].count > 0 {
                waiting.begin(line)
                if classStates[requestClass].isPossible { head = first(head, line, pass) }
                if isNew { tell(line, code, pass, &plan) }
            }
            classStates[requestClass].told = code
            waiting.haveTold(requestClass)
        }
        if let head {
            waiting.begin(head.line, end: 1)
            contenders.append(head.line)
        }
        return contenders
    }

    /// Of two lines the one that comes first, unless limits hold it back.
    private func first(_ head: (line: Int, row: Int)?, _ line: Int, _ pass: Pass) -> (line: Int, row: Int)? {
        guard let row = waiting.lines[line].row(isLatestFirst: pass.isLatestFirst) else { return head }
        let key = waiting.lines[line].key
        if let head, !precedes((row, key), (head.row, waiting.lines[head.line].key), pass) { return head }
        return limit(key, pass.group) == nil ? (line, row) : head
    }

    /// Notes why the sessions of a line wait: for limits, or else for room.
    private mutating func tell(_ line: Int, _ code: WaitCode, _ pass: Pass, _ plan: inout Plan) {
        let reason = limit(waiting.lines[line].key, pass.group) ?? code
        let (rows, start) = (waiting.lines[line].rows, waiting.lines[line].start)
        for row in rows[start...] { note(reason, for: Int(row), &plan) }
    }

    /// Whether some agent has as much free as each part of a class asks for.
    private mutating func mayFit(_ requestClass: Int) -> Bool {
        let state = classStates[requestClass]
        if !state.isPossible { return false }
        for (part, suitable) in zip(state.parts, state.suitable) where !pool.mayFit(part, suitable) { return false }
        return true
    }
}
