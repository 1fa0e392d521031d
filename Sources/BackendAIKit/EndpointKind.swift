/// How a manager knows who asks.
///
/// - SeeAlso: the variable `BACKEND_ENDPOINT_TYPE` of the original's client.
public enum EndpointKind: String, Sendable, CaseIterable {
    /// By the signature of each request.
    case api
    /// By the cookie of a login; the API lies below `/func`.
    case session

    /// Where the API's path lies.
    func path(_ target: String) -> String {
        switch self {
        case .api: target
        case .session: target.hasPrefix("/server/") ? target : "/func" + target
        }
    }
}
