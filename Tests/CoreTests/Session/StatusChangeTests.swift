import Core
import Testing

@Suite("Events of changes")
struct StatusChangeTests {
    private static let main = KernelID(rawValue: "k1")

    private static func subject(
        _ type: SessionType = .interactive, kernel: KernelID? = nil, exitCode: Int? = nil
    ) -> SessionEventSubject {
        SessionEventSubject(
            session: SessionID(rawValue: "s1"), name: "mine", type: type, owner: AccessKey(rawValue: "AKIA"),
            domain: "default", group: "g1", mainKernel: main,
            kernel: kernel.map { .init(id: $0, role: "main", index: 1, exitCode: exitCode) })
    }

    private static func names(
        _ to: SessionStatus, from: SessionStatus? = nil, _ subject: SessionEventSubject, reason: String? = nil
    ) -> [String] {
        StatusChange(row: 7, subject: subject, from: from, to: to, reason: reason).events.map(\.name.rawValue)
    }

    @Test("a session's life is told by the original's names, each once")
    func life() {
        let session = Self.subject()
        let kernel = Self.subject(kernel: Self.main)

        #expect(Self.names(.pending, session) == ["session_enqueued"])
        #expect(Self.names(.scheduled, session) == ["session_scheduled"])
        #expect(Self.names(.scheduled, kernel) == [])
        #expect(Self.names(.preparing, kernel) == ["kernel_preparing", "kernel_creating"])
        #expect(Self.names(.preparing, session) == ["session_preparing"])
        #expect(Self.names(.running, kernel) == ["kernel_started"])
        #expect(Self.names(.running, session) == ["session_started"])
        #expect(Self.names(.terminating, kernel) == ["kernel_terminating"])
        #expect(Self.names(.terminating, session) == ["session_terminating"])
        #expect(Self.names(.terminated, kernel) == ["kernel_terminated"])
        #expect(Self.names(.terminated, session) == ["session_terminated"])
        #expect(Self.names(.cancelled, kernel) == ["kernel_cancelled"])
        #expect(Self.names(.cancelled, session) == ["session_cancelled"])
        #expect(Self.names(.running, from: .running, session) == ["session_idle_warning"])
        #expect(Self.names(.restarting, session) == [] && Self.names(.restarting, kernel) == [])
    }

    @Test(
        "the end of a batch session's main kernel tells first how its program came out, unless somebody ended it",
        arguments: [
            ("task-done", 0, "session_success", 0), ("task-failed", 3, "session_failure", 3),
            ("oom-killed", nil, "session_failure", 1), ("user-requested", 137, nil, nil),
        ] as [(String, Int?, String?, Int?)])
    func batch(reason: String, exitCode: Int?, name: String?, told: Int?) {
        let subject = Self.subject(.batch, kernel: Self.main, exitCode: exitCode)
        let events = StatusChange(row: 7, subject: subject, from: .running, to: .terminated, reason: reason).events

        #expect(events.map(\.name.rawValue) == (name.map { [$0] } ?? []) + ["kernel_terminated"])
        #expect(events.last?.exitCode == exitCode ?? -1)
        if let name { #expect(events.first?.name.rawValue == name && events.first?.exitCode == told) }
    }

    @Test("data has the original's members in the original's order; events of kernels say which")
    func data() {
        let kernel = StatusChange(
            row: 7, subject: Self.subject(kernel: Self.main), from: .running, to: .terminating, reason: "user-requested"
        )
        #expect(
            kernel.events.first?.data.encodedText
                == #"{"reason":"user-requested","sessionName":"mine","ownerAccessKey":"AKIA","sessionId":"s1","#
                + #""exitCode":-1,"kernelId":"k1","clusterRole":"main","clusterIdx":1}"#)
        let session = StatusChange(row: 8, subject: Self.subject(), from: nil, to: .pending)
        #expect(
            session.events.first?.data.encodedText
                == #"{"reason":"","sessionName":"mine","ownerAccessKey":"AKIA","sessionId":"s1","exitCode":null,"#
                + #""kernelId":"k1"}"#)
    }

    @Test("a start that ends a restart says so")
    func restart() {
        let change = StatusChange(row: 7, subject: Self.subject(), from: .restarting, to: .running)

        #expect(change.events.map(\.reason) == ["restarting"])
    }

    @Test("each event has a place of its own, in order, that its text leads back to")
    func positions() throws {
        let kernel = Self.subject(kernel: Self.main)
        let places = StatusChange(row: 7, subject: kernel, from: nil, to: .preparing).events.map(\.position)

        #expect(places.map(\.description) == ["7", "7.1"])
        #expect(places == places.sorted())
        for place in places { #expect(SessionEventPosition(parsing: place.description) == place) }
        #expect(SessionEventPosition.after(row: 7) > places[1])
        #expect(SessionEventPosition.after(row: 7) < SessionEventPosition(row: 8))
        for text in ["", "x", "-1", "7.", "7.0", "7.1.2", "7.-1", " 7", "99999999999999999999"] {
            #expect(SessionEventPosition(parsing: text) == nil, "\(text)")
        }
    }

    @Test("a filter lets pass what all of its conditions name, within its scope")
    func filter() throws {
        let session = try #require(StatusChange(row: 1, subject: Self.subject(), from: nil, to: .pending).events.first)
        let kernel = try #require(
            StatusChange(row: 2, subject: Self.subject(kernel: Self.main), from: nil, to: .running).events.first)

        #expect(SessionEventFilter().accepts(session) && SessionEventFilter().accepts(kernel))
        #expect(
            SessionEventFilter(scope: .session).accepts(session) && !SessionEventFilter(scope: .session).accepts(kernel)
        )
        #expect(
            !SessionEventFilter(scope: .kernel).accepts(session) && SessionEventFilter(scope: .kernel).accepts(kernel))
        let fitting = SessionEventFilter(
            session: SessionID(rawValue: "s1"), name: "mine", owner: AccessKey(rawValue: "AKIA"), domain: "default",
            group: "g1")
        #expect(fitting.accepts(session))
        let others = [
            SessionEventFilter(session: SessionID(rawValue: "s2")), SessionEventFilter(name: "min"),
            SessionEventFilter(owner: AccessKey(rawValue: "akia")), SessionEventFilter(domain: "other"),
            SessionEventFilter(group: "default"),
        ]
        for other in others { #expect(!other.accepts(session), "\(other)") }
    }
}
