import HTTPTypes
import Synchronization

/// The headers every response carries: `Date`, the name of the request and, when configured, `Server`.
final class ResponseStamp: Sendable {
    private let serverName: String?
    // A mutex because every connection's task shares it; the text is made once a second.
    private let date = Mutex((second: -1, text: ""))

    init(serverName: String?) {
        self.serverName = serverName
    }

    func apply(to headers: inout HTTPFields, for identity: String) {
        headers[.date] = dateText()
        if let serverName { headers[.server] = serverName }
        headers[RequestIdentity.header] = identity
    }

    private func dateText() -> String {
        let now = HostSystem.unixTime()
        return date.withLock { cached in
            if cached.second != now { cached = (now, HTTPDate(unixTime: now).description) }
            return cached.text
        }
    }
}
