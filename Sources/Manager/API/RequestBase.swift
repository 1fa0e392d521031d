import HTTPTypes
import Hummingbird
import WebServer

/// What the manager is called by a client, such as `http://127.0.0.1:8081`, for addresses in answers.
func base(_ authority: String?, _ headers: HTTPFields) -> String {
    // Who ends TLS before the manager says so.
    let isSecure = HTTPField.Name("X-Forwarded-Proto").map { headers[$0] == "https" } ?? false
    return (isSecure ? "https://" : "http://") + (authority ?? "localhost")
}

extension Request {
    var base: String { Manager.base(head.authority, headers) }
}

extension WebSocketUpgrade {
    var base: String { Manager.base(authority, headers) }
}
