import Core

/// What a request for a service says: `app`, and optionally `port`, `arguments`, `envs`.
enum ServiceQuery {
    /// The order for one of `services`.
    ///
    /// - Throws: ``BackendError`` 404 in the original's words when there is no such service, 400 for what is malformed.
    static func order(
        app: String?, port: String?, arguments: String?, environment: String?, of session: String,
        among services: [ServicePort]
    ) throws(BackendError) -> ServiceOrder {
        guard let app, !app.isEmpty else { throw BackendError(.invalidParameters, "app is missing") }
        guard let service = services.first(where: { $0.name == app }) else {
            throw BackendError.notFound(
                "app service", "\(session):\(app)",
                hint: "it has \(services.map(\.name).joined(separator: ", "))")
        }
        var order = ServiceOrder(service: service)
        if let port {
            guard let number = Int(port), service.ports.contains(number) else {
                throw BackendError(.invalidParameters, "Service \(app) does not open the port number \(port).")
            }
            order.port = number
        }
        for member in try members(arguments, "arguments") {
            order.arguments[member.name] =
                member.value.items?.compactMap(\.text) ?? member.value.text.map { [$0] } ?? []
        }
        for member in try members(environment, "envs") {
            guard let text = member.value.text else {
                throw BackendError(.invalidParameters, "the value of `\(member.name)` in `envs` is no text")
            }
            order.environment[member.name] = text
        }
        return order
    }

    private static func members(_ text: String?, _ name: String) throws(BackendError) -> [JSONValue.Member] {
        guard let text, !text.isEmpty else { return [] }
        guard let members = (try? JSONValue(parsing: Array(text.utf8)))?.members else {
            throw BackendError(.invalidParameters, "`\(name)` is no JSON object")
        }
        return members
    }
}
