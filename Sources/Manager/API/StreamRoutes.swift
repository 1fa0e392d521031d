import Core
import HTTPTypes
import Hummingbird
import Logging
import WebServer

/// The routes under `/stream`: WebSockets, and the list of services.
struct StreamRoutes: WebSocketRouting {
    private static let sockets = ["execute", "channel", "pty", "tcpproxy", "httpproxy"]
    private static let service: KeyValuePairs<String, JSONSchema> = [
        "app": .text, "port": .optional(.integer), "arguments": .optional(.text), "envs": .optional(.text),
    ]

    let authenticator: RequestAuthenticator
    let sessions: SessionService
    let execution: ExecutionService
    let activity: SessionActivity
    let logger: Logger

    /// The plain routes; the paths of WebSockets refuse plain requests.
    func add(to routes: inout ManagerRoutes) {
        for (name, summary, query) in [
            ("execute", "Runs code", [:]), ("channel", "Files of any size, or a terminal, in frames", [:]),
            ("pty", "A terminal, in JSON", [:]),
            ("tcpproxy", "A connection to a service", StreamRoutes.service),
            ("httpproxy", "A connection to a service that speaks HTTP", StreamRoutes.service),
        ] as [(String, String, KeyValuePairs<String, JSONSchema>)] {
            routes.signed(
                .get, "/stream/session/:id/\(name)",
                { _, _ in throw BackendError(.badRequest, hint: "this path speaks WebSocket") },
                .init(
                    summary, .streams, .owned(.operate, .session), query: query,
                    answer: .webSocket("The connection becomes a WebSocket")))
        }
        routes.signed(
            .get, "/stream/session/:id/apps", apps,
            .init(
                "The services that a session offers", .streams, .owned(.read, .session), query: SessionRoutes.owner,
                answer: .json(.list(.object(["name": .text, "protocol": .text, "ports": .list(.integer)])))))
    }

    @Sendable
    private func apps(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        return .json(.array(sessions.services(of: session).map(\.body)))
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let received = ReceivedRequest(head: upgrade.head, remoteAddress: upgrade.remoteAddress)
        let parts = received.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 4, parts.prefix(2).elementsEqual(["stream", "session"]), let kind = parts.last,
            StreamRoutes.sockets.contains(String(kind))
        else { return .notWebSocket }
        do {
            if let fault = received.fault { throw fault }
            try AuthenticationService.checkVersion(received.signed.apiVersion)
            let requester = try await admit(received)
            let reference = PercentEncoding.decode(parts[parts.startIndex + 2]) ?? ""
            let query = Query(upgrade.query)
            let owner = query["owner_access_key"].map { AccessKey(rawValue: $0) }
            let session = try await sessions.find(reference, of: owner, for: requester, to: .operate)
            _ = try await sessions.reach(session)
            let decision = try await decide(on: kind, of: session, query, as: reference, upgrade)
            return decision.ending(with: authenticator.signatures.revocation(of: requester.accessKey))
        } catch {
            let problem = (error as? BackendError) ?? (error as? StoreError)?.problem ?? BackendError(.internalError)
            let answer = Response.problem(problem)
            return .refuse(status: answer.status, headers: answer.headers, body: problem.body.encoded)
        }
    }

    private func decide(
        on kind: Substring, of session: SessionRecord, _ query: Query, as reference: String,
        _ upgrade: WebSocketUpgrade
    ) async throws -> WebSocketDecision {
        switch kind {
        case "execute":
            var logger = logger
            logger[metadataKey: RequestIdentity.logKey] = .string(upgrade.identity)
            return execute(session, usesFrames: upgrade.headers[.streamForm] == streamFormFrames, logger)
        case "channel":
            let socket = ChannelSocket(sessions: sessions, activity: activity, session: session)
            return .accept { connection in try await socket.run(connection) }
        case "pty":
            let socket = TerminalSocket(sessions: sessions, activity: activity, session: session)
            return .accept { connection in try await socket.run(connection) }
        default: return try await proxy(session, query, as: reference)
        }
    }

    /// A WebSocket has no body: what its signature covers is that of no bytes.
    private func admit(_ received: ReceivedRequest) async throws -> Requester {
        let admission = try await authenticator.admit(received)
        guard admission.digest ?? CanonicalRequest.emptyBodyHash == CanonicalRequest.emptyBodyHash else {
            throw BackendError(.authenticationFailed, "The body is not the one that was signed")
        }
        return admission.requester
    }

    private func execute(_ session: SessionRecord, usesFrames: Bool, _ logger: Logger) -> WebSocketDecision {
        let socket = ExecuteSocket(
            execution: execution,
            session: session,
            usesFrames: usesFrames,
            logger: logger
        )
        let headers: HTTPFields = usesFrames ? [.streamForm: streamFormFrames] : [:]
        return .accept(headers: headers) { connection in try await socket.run(connection) }
    }

    /// The service is started before the answer, so that a failure has a status; only that its port does not answer
    /// is told as the original does, by how the WebSocket closes.
    private func proxy(_ session: SessionRecord, _ query: Query, as reference: String) async throws -> WebSocketDecision
    {
        let order = try ServiceQuery.order(
            app: query["app"], port: query["port"], arguments: query["arguments"], environment: query["envs"],
            of: reference, among: sessions.services(of: session))
        do {
            let channel = try await sessions.service(order, in: session)
            let socket = ProxySocket(channel: channel, activity: activity, session: session)
            return .accept { connection in try await socket.run(connection) }
        } catch let refused as RunnerChannel.Refused where refused.code == .portClosed {
            return .accept { connection in await connection.close(code: .tryAgainLater, reason: refused.message) }
        } catch let refused as RunnerChannel.Refused {
            throw BackendError(.internalError, refused.message)
        }
    }
}

extension WebSocketDecision {
    /// The same, for as long as whoever asked may.
    fileprivate func ending(with revocation: AsyncStream<Void>) -> WebSocketDecision {
        guard case .accept(let headers, let handler) = self else { return self }
        return .accept(headers: headers) { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in revocation {
                        await connection.close(code: .policyViolation, reason: "the keypair is no longer in use")
                    }
                }
                try await handler(connection)
                group.cancelAll()
            }
        }
    }
}

/// The parameters of a query, decoded.
private struct Query {
    private var values: [String: String] = [:]

    init(_ text: String?) {
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { PercentEncoding.decode(Substring($0.replacing("+", with: " "))) ?? "" }
            values[decoded[0]] = decoded.count > 1 ? decoded[1] : ""
        }
    }

    subscript(name: String) -> String? { values[name] }
}
