import Core
import FoundationEssentials
import TestSupport
import Testing

@testable import BackendAIKit

@Suite("Event streams")
struct EventSubscriptionTests {
    private static func client(_ server: ScriptedServer) -> BackendAIClient {
        let keypair = Keypair(accessKey: AccessKey(rawValue: "AKIATEST"), secretKey: SecretKey("secret"))
        let client = BackendAIClient(
            ClientConfiguration(endpoint: Endpoint(loopbackPort: server.port), keypair: keypair))
        // How the manager wants requests signed is known, so that it is not asked first.
        client.signatures.remember(RememberedScheme(scheme: .head, asked: Date()), of: client.configuration.endpoint)
        return client
    }

    private static func stream(_ server: ScriptedServer, patience: Duration = .seconds(120)) -> EventSubscription {
        EventSubscription(
            client: client(server), target: "/events/session?sessionName=lab&scope=%2A", patience: patience,
            pause: { _ in })
    }

    private static func all(_ stream: EventSubscription) async throws -> [EventStreamItem] {
        var items: [EventStreamItem] = []
        while let item = try await stream.next() { items.append(item) }
        return items
    }

    @Test("a stream that breaks is taken up behind the last event that was heard, with a fresh signature")
    func resumption() async throws {
        let server = try ScriptedServer { _, number in
            switch number {
            case 0: ScriptedServer.events("id: 1\r\nevent: session_enqueued\r\ndata: {}\r\n\r\nid: 2\r\nevent: half")
            // The manager is on its way down, then up.
            case 1: nil
            case 2: ScriptedServer.json("{}", status: "503 Service Unavailable")
            default:
                ScriptedServer.events(
                    "id: 2\nevent: session_started\ndata: {}\n\nevent: server_close\ndata: {}\n\nevent: never\ndata: 1\n\n"
                )
            }
        }
        let items = try await Self.all(Self.stream(server))

        #expect(
            items == [
                .connected, .event(ServerSentEvent(name: "session_enqueued", data: "{}", id: "1")), .connected,
                .event(ServerSentEvent(name: "session_started", data: "{}", id: "2")),
                .event(ServerSentEvent(name: "server_close", data: "{}", id: "2")),
            ])
        let requests = server.requests
        #expect(requests.count == 4)
        #expect(requests[0].hasPrefix("GET /events/session?sessionName=lab&scope=%2A HTTP/1.1\r\n"))
        #expect(!requests[0].contains("Last-Event-ID") && !requests[0].contains("Content-Type"))
        #expect(requests.dropFirst().allSatisfy { $0.contains("Last-Event-ID: 1\r\n") })
        #expect(Set(requests.compactMap { $0.split(separator: "\r\n").first { $0.hasPrefix("Date:") } }).count == 4)
    }

    @Test("a stream that is refused fails at once, also when it was there before")
    func refusal() async throws {
        let refusing = try ScriptedServer { _, _ in
            ScriptedServer.json(
                #"{"type":"https://api.backend.ai/probs/object-not-found","title":"No such session."}"#,
                status: "404 Not Found")
        }
        let first = await #expect(throws: ClientError.self) { try await Self.all(Self.stream(refusing)) }
        guard case .problem(let report) = first else {
            Issue.record("\(first as Any)")
            return
        }
        #expect(report.code == .objectNotFound && report.title == "No such session.")
        #expect(refusing.requests.count == 1)

        let ending = try ScriptedServer { _, number in
            number == 0 ? ScriptedServer.events("data: 1\n\n") : ScriptedServer.json("{}", status: "401 Unauthorized")
        }
        await #expect(throws: ClientError.self) { try await Self.all(Self.stream(ending)) }
        #expect(ending.requests.count == 2)
    }

    @Test("a manager that stays away is an error when patience ends, and none at first is one at once")
    func away() async throws {
        let server = try ScriptedServer { _, number in number == 0 ? ScriptedServer.events("data: 1\n\n") : nil }
        await #expect(throws: ClientError.self) { try await Self.all(Self.stream(server, patience: .milliseconds(50))) }

        let gone = try ScriptedServer { _, _ in nil }
        await #expect(throws: ClientError.self) { try await Self.all(Self.stream(gone)) }
        #expect(gone.requests.count == 1)
    }

    @Test("names and ids of sessions are asked for by the keys that managers know")
    func keys() async throws {
        let server = try ScriptedServer { _, _ in ScriptedServer.events("event: server_close\ndata: {}\n\n") }
        let events = Self.client(server).events
        _ = try await Self.all(events.session("lab one", scope: .kernel, owner: AccessKey(rawValue: "AKIA2")))
        _ = try await Self.all(events.session("4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c"))
        _ = try await Self.all(events.backgroundTask("t1"))
        let lines = server.requests.compactMap { $0.split(separator: "\r\n").first }

        #expect(lines[0] == "GET /events/session?sessionName=lab%20one&ownerAccessKey=AKIA2&scope=kernel HTTP/1.1")
        #expect(lines[1] == "GET /events/session?sessionId=4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c&scope=%2A HTTP/1.1")
        #expect(lines[2] == "GET /events/background-task?task_id=t1 HTTP/1.1")
    }
}
