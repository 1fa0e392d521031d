import BackendAIKit
import Core

/// A manager and who one is there, kept under a name.
struct StoredContext: Sendable, Equatable {
    /// An absolute URL.
    var endpoint: String
    var kind = EndpointKind.api
    var domain: String?
    var group: String?
    /// Kept by `login`, or given with `context add`.
    var keypair: Keypair?
    /// Whether certificates are taken unseen.
    var skipsCertificate = false

    /// The same as the variables that the client library reads.
    var environment: [String: String] {
        var variables = ["BACKEND_ENDPOINT": endpoint, "BACKEND_ENDPOINT_TYPE": kind.rawValue]
        variables["BACKEND_DOMAIN"] = domain
        variables["BACKEND_GROUP"] = group
        if kind == .api, let keypair {
            variables["BACKEND_ACCESS_KEY"] = keypair.accessKey.rawValue
            variables["BACKEND_SECRET_KEY"] = keypair.secretKey.reveal()
        }
        if skipsCertificate { variables["BACKEND_SKIP_SSLCERT_VALIDATION"] = "yes" }
        return variables
    }
}
