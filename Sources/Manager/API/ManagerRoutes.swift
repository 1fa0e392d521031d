import Core
import Hummingbird

/// The manager's routes, public and signed, with a table of them for the answer 405.
struct ManagerRoutes {
    typealias Handler = @Sendable (Request, ManagerRequestContext) async throws -> Response

    private(set) var table = RouteTable()
    private var registrations: [(method: HTTPRequest.Method, path: String, isSigned: Bool, handler: Handler)] = []

    /// A route that anybody may call.
    mutating func open(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        add(method, path, isSigned: false, handler)
    }

    /// A route that needs a signature.
    mutating func signed(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        add(method, path, isSigned: true, handler)
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, isSigned: Bool, _ handler: @escaping Handler
    ) {
        table.add(method.rawValue, path)
        registrations.append((method, path, isSigned, handler))
    }

    /// The router of all that was added.
    ///
    /// - Parameters:
    ///   - authentication: Verifies signatures.
    ///   - settings: Says whether changes are allowed now.
    ///   - errors: Where the manager's own failures go.
    /// - Returns: The router.
    func router(
        _ authentication: AuthenticationService, settings: ClusterSettings, errors: ServerErrors
    ) -> Router<ManagerRequestContext> {
        let router = Router(context: ManagerRequestContext.self)
        router.add(middleware: ProblemMiddleware(routes: table))
        let open = router.group()
            .add(middleware: ServerErrorMiddleware(errors: errors))
            .add(middleware: MaintenanceMiddleware(settings: settings))
        let signed = router.group()
            .add(middleware: AuthenticationMiddleware(authentication: authentication))
            .add(middleware: ServerErrorMiddleware(errors: errors))
            .add(middleware: MaintenanceMiddleware(settings: settings))
        for route in registrations {
            let group: any RouterMethods<ManagerRequestContext> = route.isSigned ? signed : open
            _ = group.on(RouterPath(route.path), method: route.method, use: route.handler)
        }
        return router
    }
}
