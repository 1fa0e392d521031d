import Core
import Hummingbird

/// What goes on while the manager is frozen: everything that only reads, the use of sessions that run, and the
/// maintenance itself.
enum MaintenanceRules {
    /// The requests other than GET that change nothing of what is kept, or that maintenance is done with.
    private static let exceptions: RouteTable = {
        var table = RouteTable()
        for path in ["/auth", "/auth/test", "/auth/authorize", "/resource/check-presets", "/config/get"] {
            table.add("POST", path)
        }
        // Mutations of GraphQL are refused one by one.
        for path in ["/admin/gql", "/admin/graphql"] { table.add("POST", path) }
        table.add("PUT", "/manager/status")
        for path in [
            "/manager/announcement", "/manager/scheduler/operation", "/manager/scheduler/trigger", "/config/set",
            "/config/delete", "/logs/error", "/logs/error/:id/clear", "/server/login", "/server/logout",
            "/server/login-check",
        ] {
            table.add("POST", path)
        }
        table.add("POST", "/session/:id")
        table.add("DELETE", "/session/:id")
        for action in ["interrupt", "complete", "upload", "start-service", "shutdown-service"] {
            table.add("POST", "/session/:id/\(action)")
        }
        table.add("POST", "/stream/session/:id/apps")
        return table
    }()

    /// The exceptions' shape would admit it, but it makes a session.
    private static let refused: Set<String> = ["/session/_"]

    /// Whether a request may go on while the manager is frozen.
    static func allows(_ method: String, _ path: String) -> Bool {
        if ["GET", "HEAD", "OPTIONS"].contains(method) { return true }
        guard !refused.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { return false }
        return exceptions.methods(at: path).contains(method)
    }
}

/// Refuses changes while the manager is frozen.
struct MaintenanceMiddleware: RouterMiddleware {
    let settings: ClusterSettings

    func handle(
        _ request: Request,
        context: ManagerRequestContext,
        next: (Request, ManagerRequestContext) async throws -> Response
    ) async throws -> Response {
        if settings.status != .running, !MaintenanceRules.allows(request.method.rawValue, request.uri.path) {
            try settings.insistRunning()
        }
        return try await next(request, context)
    }
}
