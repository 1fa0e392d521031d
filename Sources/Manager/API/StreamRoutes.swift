import Core
import HTTPTypes
import Hummingbird
import Logging
import WebServer

/// The WebSocket routes under `/stream`.
struct StreamRoutes: WebSocketRouting {
    let authentication: AuthenticationService
    let sessions: SessionService
    let execution: ExecutionService
    let activity: SessionActivity
    let logger: Logger

    /// The same paths for plain requests, which are refused.
    func add(to routes: inout ManagerRoutes) {
        routes.signed(.get, "/stream/session/:id/execute") { _, _ in
            throw BackendError(.badRequest, hint: "this path speaks WebSocket")
        }
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let parts = upgrade.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 4, parts.prefix(2).elementsEqual(["stream", "session"]), parts.last == "execute" else {
            return .notWebSocket
        }
        do {
            let signed = SignedRequest(head: upgrade.head)
            try AuthenticationService.checkVersion(signed.apiVersion)
            let requester = try authentication.authenticate(signed)
            let reference = PercentEncoding.decode(parts[parts.startIndex + 2]) ?? ""
            let session = try await sessions.find(reference, of: owner(in: upgrade), for: requester)
            _ = try await sessions.reach(session)
            return accept(session, usesFrames: upgrade.headers[.streamForm] == streamFormFrames)
        } catch {
            let problem = (error as? BackendError) ?? (error as? StoreError)?.problem ?? BackendError(.internalError)
            return .refuse(
                status: HTTPResponse.Status(code: problem.code.status),
                headers: [.contentType: "application/problem+json; charset=utf-8"],
                body: problem.body.encoded
            )
        }
    }

    private func accept(_ session: SessionRecord, usesFrames: Bool) -> WebSocketDecision {
        let socket = ExecuteSocket(
            execution: execution,
            activity: activity,
            session: session,
            usesFrames: usesFrames,
            logger: logger
        )
        let headers: HTTPFields = usesFrames ? [.streamForm: streamFormFrames] : [:]
        return .accept(headers: headers) { connection in try await socket.run(connection) }
    }

    private func owner(in upgrade: WebSocketUpgrade) -> AccessKey? {
        let pairs = (upgrade.query ?? "").split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return pairs.first { $0.count == 2 && $0[0] == "owner_access_key" }.map { AccessKey(rawValue: String($0[1])) }
    }
}
