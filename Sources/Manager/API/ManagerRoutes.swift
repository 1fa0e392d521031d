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
    func router(_ authentication: AuthenticationService) -> Router<ManagerRequestContext> {
        let router = Router(context: ManagerRequestContext.self)
        router.add(middleware: ProblemMiddleware(routes: table))
        let signed = router.group().add(middleware: AuthenticationMiddleware(authentication: authentication))
        for route in registrations {
            let group: any RouterMethods<ManagerRequestContext> = route.isSigned ? signed : router
            _ = group.on(RouterPath(route.path), method: route.method, use: route.handler)
        }
        return router
    }
}
