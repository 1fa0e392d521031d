import Core
import Testing

@testable import Manager

@Suite("Session activity and changes")
struct SessionActivityTests {
    private let session = SessionID(rawValue: "s")

    @Test("a session is used up to its last use, and always while code runs in it")
    func busy() {
        let time = Noted<Int64>(100)
        let activity = SessionActivity(clock: SteadyClock { UnixTime(microseconds: time.value) })
        activity.begin(session)
        activity.begin(session)
        #expect(access(activity) == .busy)
        activity.end(session)
        #expect(access(activity) == .busy)
        time.change { $0 = 200 }
        activity.end(session)
        time.change { $0 = 300 }
        #expect(access(activity) == .until(UnixTime(microseconds: 200)))
    }

    @Test(
        "a session that nothing is known of was used when it began to run, or when the manager started if that was later"
    )
    func unknown() {
        let activity = SessionActivity(clock: SteadyClock { UnixTime(microseconds: 100) })
        #expect(access(activity) == .until(UnixTime(microseconds: 100)))
        #expect(access(activity, begun: 150) == .until(UnixTime(microseconds: 150)))
        activity.begin(session)
        activity.forget(session)
        activity.end(session)
        #expect(access(activity, begun: 150) == .until(UnixTime(microseconds: 150)))
    }

    @Test("a stream counts as use for some time after each byte, and no longer than it is open")
    func streams() {
        let time = Noted<Int64>(100)
        let activity = SessionActivity(clock: SteadyClock { UnixTime(microseconds: time.value) })
        let (first, second) = (activity.open(session), activity.open(session))
        #expect(access(activity) == .until(UnixTime(microseconds: 5_000_100)))
        time.change { $0 = 200 }
        second.use()
        #expect(access(activity) == .until(UnixTime(microseconds: 5_000_200)))
        activity.close(second, of: session)
        #expect(access(activity) == .until(UnixTime(microseconds: 5_000_100)))
        activity.close(first, of: session)
        #expect(access(activity) == .until(UnixTime(microseconds: 200)))
    }

    @Test("who waits for a use of a session is told of the next one, once")
    func signal() async {
        let activity = SessionActivity()
        let (signals, end) = activity.signal.listen()
        activity.touch(session)
        activity.awaitUse(of: SessionID(rawValue: "other"))
        activity.awaitUse(of: session)
        activity.touch(session)
        var heard = 0
        for await _ in signals {
            heard += 1
            activity.touch(session)
            end.finish()
        }
        #expect(heard == 1)
    }

    private func access(_ activity: SessionActivity, begun: Int64 = 0) -> IdleSubject.Access {
        activity.access(of: session, since: UnixTime(microseconds: begun), patience: 5)
    }

    @Test("whoever listens for a session hears of its changes from then on, and of no other session's")
    func changes() async throws {
        let test = try await TestStore()
        let (first, second) = (try await test.enqueue("first"), try await test.enqueue("second"))
        let changes = SessionChanges()
        let early = try #require(try await test.store.session(first.id))
        changes.publish(early)
        var heard = changes.changes(of: first.id).makeAsyncIterator()
        var alsoHeard = changes.changes(of: first.id).makeAsyncIterator()
        changes.publish(try #require(try await test.store.session(second.id)))
        _ = try await test.store.apply(.terminationRequested, to: first.id)
        let late = try #require(try await test.store.session(first.id))
        changes.publish(late)

        #expect(await heard.next() == late)
        #expect(await alsoHeard.next() == late)
    }
}
