import Core
import Testing

@testable import Agent

@Suite("Event log", .timeLimit(.minutes(1)))
struct EventLogTests {
    private static func report(_ name: String) -> KernelReport {
        KernelReport(kernel: KernelID(rawValue: name), session: SessionID(rawValue: "s"), phase: .running)
    }

    /// The next `count` events of a stream.
    private static func take(_ count: Int, of stream: AsyncStream<AgentEvent>) async -> [AgentEvent] {
        var events: [AgentEvent] = []
        if count == 0 { return events }
        for await event in stream {
            events.append(event)
            if events.count == count { break }
        }
        return events
    }

    @Test("numbers events from 1, and gives each follower those after the number it has, then those to come")
    func following() async {
        let log = EventLog()
        for name in ["a", "b", "c"] { await log.append(Self.report(name)) }
        let all = await log.follow(after: 0)
        let some = await log.follow(after: 2)
        await log.append(Self.report("d"))

        let whole = await Self.take(4, of: all)
        #expect(whole.map(\.number) == [1, 2, 3, 4])
        #expect(whole.compactMap(\.kernel?.kernel.rawValue) == ["a", "b", "c", "d"])
        #expect(await Self.take(2, of: some).map(\.number) == [3, 4])
    }

    @Test("a number from the future, as of an older epoch, gets what comes next and nothing else")
    func future() async {
        let log = EventLog()
        await log.append(Self.report("a"))
        let stream = await log.follow(after: 1000)
        await log.append(Self.report("b"))

        #expect(await Self.take(1, of: stream).compactMap(\.kernel?.kernel.rawValue) == ["b"])
    }

    @Test("keeps the last 4096 events, and their numbers")
    func capacity() async {
        let log = EventLog()
        for index in 1...5000 { await log.append(Self.report("\(index)")) }
        let stream = await log.follow(after: 0)
        let kept = await Self.take(4096, of: stream)

        #expect(kept.first?.number == 905)
        #expect(kept.last?.number == 5000)
        #expect(kept.allSatisfy { $0.kernel?.kernel.rawValue == "\($0.number)" })
    }

    @Test("a follower that leaves holds nobody back")
    func leaving() async {
        let log = EventLog()
        let stays = await log.follow(after: 0)
        for _ in 0..<10 {
            let leaves = await log.follow(after: 0)
            let task = Task { for await _ in leaves {} }
            task.cancel()
            await task.value
        }
        await log.append(Self.report("a"))

        #expect(await Self.take(1, of: stays).count == 1)
    }
}
