import Core

/// The runs of a kernel: those that wait, the one in progress, and those whose output is still owed.
struct RunRegister {
    /// The most runs that wait.
    static let maximumQueued = 64
    /// The most ended runs that are kept for a client that may come back.
    static let maximumFinished = 8
    /// The most bytes of waiting code: 64 MiB.
    static let maximumCode = 64 << 20
    /// The most output that is not acknowledged, of all runs together: 2 MiB.
    static let maximumOutput = 2 << 20

    /// Runs that wait, in order.
    private(set) var queued: [Run] = []
    /// The run in progress.
    private(set) var current: Run?
    /// Runs that have ended and are not wholly acknowledged, in order.
    private(set) var finished: [Run] = []

    /// The run called `id`, wherever it stands.
    func run(_ id: String) -> Run? {
        if let current, current.id == id { return current }
        return queued.first { $0.id == id } ?? finished.last { $0.id == id }
    }

    /// Whether there is no place for one more run of `codeLength` bytes.
    func isFull(for codeLength: Int) -> Bool {
        let waiting = queued.reduce(0) { $0 + $1.start.length }
        return queued.count >= RunRegister.maximumQueued || waiting + codeLength > RunRegister.maximumCode
    }

    /// How many bytes of output may still be taken, after ended runs that nobody attends to have made room.
    mutating func makeRoom() -> Int {
        let wanted = Frame.maximumPayload + OutputLog.overhead
        var held = finished.reduce(current?.output.cost ?? 0) { $0 + $1.output.cost }
        while RunRegister.maximumOutput - held < wanted,
            let index = finished.firstIndex(where: { $0.connection == nil })
        {
            held -= finished.remove(at: index).output.cost
        }
        return RunRegister.maximumOutput - held
    }

    /// Adds a run to those that wait.
    mutating func enqueue(_ run: Run) {
        queued.append(run)
    }

    /// Makes the run at the head of the queue the one in progress.
    mutating func begin(number: UInt32) {
        guard current == nil, !queued.isEmpty else { return }
        let run = queued.removeFirst()
        run.state = .running(number: number, hasBegun: false)
        current = run
    }

    /// Enters the end of a run.
    mutating func finish(_ run: Run, _ result: RunResult) {
        run.finish(result)
        queued.removeAll { $0 === run }
        if current === run { current = nil }
        finished.append(run)
        if finished.count > RunRegister.maximumFinished {
            finished.remove(at: finished.firstIndex { $0.connection == nil } ?? 0)
        }
    }

    /// Forgets an ended run whose output has all arrived.
    ///
    /// - Returns: Whether it was forgotten.
    mutating func forget(_ run: Run) -> Bool {
        guard case .finished = run.state, run.output.isEmpty else { return false }
        finished.removeAll { $0 === run }
        return true
    }
}
