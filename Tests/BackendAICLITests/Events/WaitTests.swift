import BackendAIKit
import Core
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("Waiting for a status")
struct WaitDecisionTests {
    private static func standing(_ status: SessionStatus, _ reason: String? = nil) -> SessionStanding {
        SessionStanding(id: SessionID(rawValue: "id"), name: "lab", status: status, reason: reason)
    }

    @Test("is over when the session is there, goes on while it may get there, and fails when it cannot any more")
    func decisions() {
        #expect(WaitDecision(Self.standing(.running), wanted: .running) == .reached)
        #expect(WaitDecision(Self.standing(.pending), wanted: .running) == .possible)
        #expect(WaitDecision(Self.standing(.running), wanted: .terminated) == .possible)
        #expect(
            WaitDecision(Self.standing(.cancelled, "failed-to-start"), wanted: .running)
                == .impossible("it is CANCELLED (failed-to-start), and RUNNING cannot follow"))
        #expect(WaitDecision(Self.standing(.terminating), wanted: .running) != .possible)
        #expect(WaitDecision(Self.standing(.running), wanted: .pending) != .possible)
    }

    @Test("nothing follows the end, and everything but itself may follow the beginning")
    func reachable() {
        #expect(WaitDecision.reachable(from: .terminated).isEmpty)
        #expect(WaitDecision.reachable(from: .pending) == Set(SessionStatus.allCases).subtracting([.pending]))
    }
}

@Suite("backend.ai wait, events and watch")
struct WaitCommandTests {
    private static func manager(
        statuses: [String], events: [String]
    ) throws -> ScriptedServer {
        try ScriptedServer { request, number in
            if request.hasPrefix("GET /events/session") {
                return events.isEmpty
                    ? ScriptedServer.json(
                        #"{"type":"https://api.backend.ai/probs/url-not-found","title":"Unknown URL path."}"#,
                        status: "404 Not Found")
                    : ScriptedServer.events(events.joined())
            }
            let status = statuses[min(number, statuses.count - 1)]
            // A name is looked for among the living first, then among the ended.
            let isFinal = ["TERMINATED", "CANCELLED"].contains(status)
            let asksForFinal = request.contains("\"status\":\"TERMINATED,CANCELLED\"")
            let item = #"{"id":"i","name":"lab-one","status":"\#(status)","status_info":"why"}"#
            let items = isFinal == asksForFinal ? "[\(item)]" : "[]"
            return ScriptedServer.json(
                #"{"data":{"compute_session_list":{"items":\#(items),"total_count":1}}}"#)
        }
    }

    private static func run(_ server: ScriptedServer, _ words: String...) async throws -> CommandRun {
        try await CommandRun(words, environment: ["BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"])
    }

    private static func event(_ name: String, _ data: String = "{}") -> String { "event: \(name)\ndata: \(data)\n\n" }

    @Test("a session that is there already is waited for no longer than one question")
    func there() async throws {
        let server = try Self.manager(statuses: ["RUNNING"], events: [])
        let waited = try await Self.run(server, "wait", "lab-one", "--for", "running")

        #expect(waited.status == 0 && waited.messages == "backend.ai: session `lab-one` is RUNNING\n", "\(waited)")
        #expect(server.requests.count == 1)
    }

    @Test("an event ends the wait")
    func event() async throws {
        let server = try Self.manager(
            statuses: ["PENDING"], events: [Self.event("session_scheduled"), Self.event("session_started")])

        #expect(try await Self.run(server, "wait", "lab-one").status == 0)
    }

    @Test("a session that can no longer get there fails the wait, with the reason")
    func impossible() async throws {
        let server = try Self.manager(statuses: ["CANCELLED"], events: [])
        let waited = try await Self.run(server, "wait", "lab-one", "--for", "RUNNING")

        #expect(waited.status == 1)
        #expect(
            waited.messages == """
                backend.ai: session `lab-one` will not be RUNNING
                  it is CANCELLED (why), and RUNNING cannot follow

                """)
    }

    @Test("a manager without events is asked again, and the time ends the wait with exit code 3")
    func timeOut() async throws {
        let server = try Self.manager(statuses: ["PENDING"], events: [])
        let waited = try await Self.run(server, "wait", "lab-one", "--timeout", "6")

        #expect(waited.status == 3 && waited.messages.contains("is not RUNNING after 6 seconds"), "\(waited)")
        #expect(server.requests.filter { $0.hasPrefix("POST /admin/gql") }.count >= 2)
    }

    @Test("a status that there is not is wrong usage, told with the nearest one")
    func status() async throws {
        let server = try Self.manager(statuses: ["PENDING"], events: [])
        let waited = try await Self.run(server, "wait", "lab-one", "--for", "RUNING")

        #expect(waited.status == 2 && waited.messages.contains("did you mean `RUNNING`?"), "\(waited)")
    }

    @Test("events are printed as they come, and the stream's end is no event")
    func events() async throws {
        let server = try Self.manager(
            statuses: ["RUNNING"],
            events: [Self.event("session_started", #"{"reason":"x"}"#), Self.event("server_close")])
        let plain = try await Self.run(server, "events", "lab-one")
        #expect(plain.output == "session_started {\"reason\":\"x\"}\n", "\(plain)")
        let json = try await Self.run(server, "events", "lab-one", "--output", "json")
        #expect(json.output == "{\"event\":\"session_started\",\"data\":{\"reason\":\"x\"}}\n")
    }

    @Test(
        "watching ends with the session, by the code of its program",
        arguments: [
            (#"{"exitCode":3}"#, "session_failure", 3), ("{}", "session_failure", 1), ("{}", "session_success", 0),
            (#"{"exitCode":9}"#, "session_terminated", 0), ("{}", "kernel_cancelled", 0),
        ] as [(String, String, Int32)])
    func watch(data: String, name: String, code: Int32) async throws {
        let server = try Self.manager(
            statuses: ["RUNNING"], events: [Self.event("session_started"), Self.event(name, data), Self.event("later")])
        let watched = try await Self.run(server, "watch", "lab-one")

        #expect(watched.status == code && watched.output == "session_started\n\(name)\n", "\(watched)")
    }

    @Test("the session to watch is the one whose name begins so, if there is one")
    func chosen() throws {
        let living = ["lab-one", "lab-two", "job-1"]
        #expect(try WatchedSession.choose("job", among: living) == "job-1")
        #expect(try WatchedSession.choose("lab-one", among: living + ["lab-one-more"]) == "lab-one")
        #expect(try WatchedSession.choose("ended", among: living) == "ended")
        #expect(try WatchedSession.choose(nil, among: ["only"]) == "only")
        #expect(throws: CommandFailure.self) { try WatchedSession.choose("lab", among: living) }
        #expect(throws: CommandFailure.self) { try WatchedSession.choose(nil, among: living) }
        #expect(throws: CommandFailure.self) { try WatchedSession.choose(nil, among: []) }
    }
}
