import Core
import HTTPTypes

/// `GET /spec/openapi.json`: what the routes are, for programs.
enum SpecificationRoutes {
    private static let path = "/spec/openapi.json"
    private static let description = RouteDescription(
        "This document", .general, .everybody, answer: .json(.object([:])))

    /// Adds the route, which describes all that were added before, and itself.
    static func add(to routes: inout ManagerRoutes) {
        var all = routes
        all.open(.get, path, { _, _ in throw BackendError(.internalError) }, description)
        let bytes = OpenAPIDocument(routes: all.registrations).json.encoded
        routes.open(.get, path, { _, _ in .json(bytes) }, description)
    }
}
