import Core
import HTTPTypes
import Hummingbird
import Logging
import WebServer

/// The routes under `/stream`: WebSockets, and the list of services.
struct StreamRoutes: WebSocketRouting {
    private static let sockets = ["execute", "channel", "pty", "tcpproxy", "httpproxy"]

    let authentication: AuthenticationService
    let sessions: SessionService
    let execution: ExecutionService
    let activity: SessionActivity
    let logger: Logger

    /// The plain routes; the paths of WebSockets refuse plain requests.
    func add(to routes: inout ManagerRoutes) {
        for name in StreamRoutes.sockets {
            routes.signed(.get, "/stream/session/:id/\(name)") { _, _ in
                throw BackendError(.badRequest, hint: "this path speaks WebSocket")
            }
        }
        routes.signed(.get, "/stream/session/:id/apps") { request, context in
            let session = try await sessions.find(request, context)
            return .json(.array(sessions.services(of: session).map(\.body)))
        }
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let parts = upgrade.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 4, parts.prefix(2).elementsEqual(["stream", "session"]), let kind = parts.last,
            StreamRoutes.sockets.contains(String(kind))
        else { return .notWebSocket }
        do {
            let signed = SignedRequest(head: upgrade.head)
            try AuthenticationService.checkVersion(signed.apiVersion)
            let requester = try authentication.authenticate(signed)
            let reference = PercentEncoding.decode(parts[parts.startIndex + 2]) ?? ""
            let query = Query(upgrade.query)
            let owner = query["owner_access_key"].map { AccessKey(rawValue: $0) }
            let session = try await sessions.find(reference, of: owner, for: requester)
            _ = try await sessions.reach(session)
            switch kind {
            case "execute":
                return execute(session, usesFrames: upgrade.headers[.streamForm] == streamFormFrames)
            case "channel":
                let socket = ChannelSocket(sessions: sessions, activity: activity, session: session)
                return .accept { connection in try await socket.run(connection) }
            case "pty":
                let socket = TerminalSocket(sessions: sessions, activity: activity, session: session)
                return .accept { connection in try await socket.run(connection) }
            default: return try await proxy(session, query, as: reference)
            }
        } catch {
            let problem = (error as? BackendError) ?? (error as? StoreError)?.problem ?? BackendError(.internalError)
            return .refuse(
                status: HTTPResponse.Status(code: problem.code.status),
                headers: [.contentType: "application/problem+json; charset=utf-8"],
                body: problem.body.encoded
            )
        }
    }

    private func execute(_ session: SessionRecord, usesFrames: Bool) -> WebSocketDecision {
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
