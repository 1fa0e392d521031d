import Core
import HTTPTypes
import Hummingbird

/// The manager's routes, public and signed, with a table of them for the answer 405 and a description of each.
struct ManagerRoutes {
    typealias Handler = @Sendable (Request, ManagerRequestContext) async throws -> Response

    /// One route.
    struct Registration {
        let method: HTTPRequest.Method
        let path: String
        /// Whether it needs a signature.
        let isSigned: Bool
        let handler: Handler
        /// What it is, for ``OpenAPIDocument``.
        let description: RouteDescription?
    }

    private(set) var table = RouteTable()
    private(set) var registrations: [Registration] = []

    /// A route that anybody may call.
    mutating func open(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler,
        _ description: RouteDescription? = nil
    ) {
        add(Registration(method: method, path: path, isSigned: false, handler: handler, description: description))
    }

    /// A route that needs a signature.
    mutating func signed(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler,
        _ description: RouteDescription? = nil
    ) {
        add(Registration(method: method, path: path, isSigned: true, handler: handler, description: description))
    }

    private mutating func add(_ registration: Registration) {
        table.add(registration.method.rawValue, registration.path)
        registrations.append(registration)
    }

    /// What answers requests by all that was added, and by the document that describes it.
    ///
    /// - Parameters:
    ///   - authenticator: Tells who makes a request.
    ///   - cors: Which pages may read answers.
    ///   - settings: Says whether changes are allowed now.
    ///   - errors: Where the manager's own failures go.
    /// - Returns: The responder.
    func responder(
        _ authenticator: RequestAuthenticator, cors: CORSPolicy, settings: ClusterSettings, errors: ServerErrors
    ) -> ManagerResponder {
        var routes = self
        SpecificationRoutes.add(to: &routes)
        let router = Router(context: ManagerRequestContext.self)
        for route in routes.registrations {
            let inner: Handler = { request, context in
                try await ServerErrorMiddleware(errors: errors).handle(request, context: context) {
                    try await MaintenanceMiddleware(settings: settings).handle($0, context: $1, next: route.handler)
                }
            }
            let access = route.description?.access ?? .everybody
            let handler = route.isSigned ? ManagerRoutes.guarded(inner, access, authenticator) : inner
            _ = router.on(RouterPath(route.path), method: route.method) { request, context in
                do {
                    return try await handler(request, context)
                } catch let error as any HTTPResponseError {
                    throw RouteFailure(status: error.status, text: (error as? HTTPError)?.body)
                }
            }
        }
        return ManagerResponder(routes: router.buildResponder(), table: routes.table, cors: cors)
    }

    /// Lets only requests through that are signed by somebody whom the route is for, and tells the handler by whom.
    private static func guarded(
        _ handler: @escaping Handler, _ access: RouteAccess, _ authenticator: RequestAuthenticator
    ) -> Handler {
        { request, context in
            let received = try context.head()
            let admission = try await authenticator.admit(received)
            var context = context
            try access.check(admission.requester)
            context.verified = admission.requester
            context.login = admission.login
            context.access = access
            var response: Response
            if let digest = admission.digest {
                let checked = try await SealedBody.check(request, received, digest, limit: context.maxUploadSize)
                response = try await handler(checked, context)
            } else {
                response = try await handler(request, context)
            }
            // Only what was refused by an error does not tell it.
            response.headers.append(admission.rate)
            return response
        }
    }
}

/// An error of a library that stands for a status, told so that the router does not answer it by itself.
struct RouteFailure: Error {
    let status: HTTPResponse.Status
    let text: String?
}
