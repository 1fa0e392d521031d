import Core
import Testing

@testable import Manager

@Suite("Session activity and changes")
struct SessionActivityTests {
    private let session = SessionID(rawValue: "s")

    @Test("a session is idle from its last use on, and never while it is used")
    func idle() {
        let activity = SessionActivity()
        let before = ContinuousClock.now
        activity.begin(session)
        activity.begin(session)
        #expect(activity.idleSince(session) == nil)
        activity.end(session)
        #expect(activity.idleSince(session) == nil)
        activity.end(session)
        #expect(activity.idleSince(session).map { $0 >= before } == true)
    }

    @Test("a session that nothing is known of counts as used when the manager started")
    func unknown() {
        let activity = SessionActivity()
        #expect(activity.idleSince(session).map { $0 <= .now } == true)
        activity.touch(session)
        let touched = activity.idleSince(session)
        activity.keep([])
        #expect(activity.idleSince(session) != touched)
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
