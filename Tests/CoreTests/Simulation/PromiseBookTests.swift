import Testing

@testable import Core

@Suite("Promises of reservations")
struct PromiseBookTests {
    private static func trace(_ priorities: [Int]) -> Trace {
        Trace(
            priorities.enumerated().map { index, priority in
                TraceSession(
                    name: "\(index)", submitted: UnixTime(microseconds: Int64(index)), user: "user-\(index)",
                    slots: ResourceSlots([.cpu: Quantity(1)]), runTime: .seconds(1), priority: priority)
            })
    }

    /// Notes which sessions start, and for which room is kept from which second on.
    private static func note(
        _ book: inout PromiseBook, starts: [Int] = [], kept: (index: Int, start: Int64)? = nil, at now: Int64,
        _ trace: Trace
    ) {
        var plan = Plan()
        plan.placements = starts.map { index in
            Plan.Placement(
                session: HeldSession(
                    id: Simulation.session(index), holder: SessionHolder(keypair: AccessKey(rawValue: "k")), kernels: []
                ))
        }
        let room = kept.map {
            Scheduler.KeptRoom(session: Simulation.session($0.index), start: TrialCluster.time($0.start), agents: [])
        }
        book.note(plan, room, at: TrialCluster.time(now), trace)
    }

    @Test("who starts later than was ever promised is late, by the earliest promise")
    func late() {
        let trace = Self.trace([10, 10])
        var book = PromiseBook(.fifo)
        Self.note(&book, kept: (0, 100), at: 0, trace)
        Self.note(&book, kept: (0, 80), at: 10, trace)
        Self.note(&book, kept: (0, 90), at: 20, trace)
        Self.note(&book, starts: [1], kept: (0, 90), at: 30, trace)
        Self.note(&book, starts: [0], at: 85, trace)

        #expect(book.report == .init(kept: 0, void: 0, delays: [.seconds(5)]))
    }

    @Test("who starts when promised, or earlier, is not")
    func kept() {
        let trace = Self.trace([10, 10, 10])
        var book = PromiseBook(.fifo)
        Self.note(&book, kept: (0, 100), at: 0, trace)
        Self.note(&book, starts: [0], kept: (1, 120), at: 100, trace)
        Self.note(&book, starts: [1], at: 110, trace)

        #expect(book.report == .init(kept: 2, void: 0, delays: []))
    }

    @Test("another head by the order in which sessions come is no excuse, one of a higher priority is")
    func void() {
        let trace = Self.trace([10, 10, 50])
        var first = PromiseBook(.fifo)
        Self.note(&first, kept: (0, 100), at: 0, trace)
        Self.note(&first, kept: (1, 50), at: 10, trace)
        Self.note(&first, starts: [0], at: 120, trace)
        #expect(first.report.delays == [.seconds(20)])

        var second = PromiseBook(.fifo)
        Self.note(&second, kept: (1, 50), at: 0, trace)
        Self.note(&second, starts: [2], kept: (1, 200), at: 40, trace)
        Self.note(&second, starts: [1], at: 190, trace)
        #expect(second.report == .init(kept: 1, void: 1, delays: []))
    }

    @Test(
        "under the other sequencers the order is theirs",
        arguments: [
            (Sequencer.fifo, 0), (.lifo, 1), (.drf, 1), (.fairShare, 1),
        ])
    func sequencers(sequencer: Sequencer, void: Int) {
        let trace = Self.trace([10, 10])
        var book = PromiseBook(sequencer)
        Self.note(&book, kept: (0, 100), at: 0, trace)
        Self.note(&book, starts: [1], kept: (0, 150), at: 10, trace)

        #expect(book.report.void == void)
    }
}
