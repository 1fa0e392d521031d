import Core
import FoundationEssentials
import Signing
import Transport

extension TestManager {
    /// Opens the execute WebSocket of a session.
    func stream(_ session: String, by keypair: Keypair = superadmin, headers extra: [(String, String)] = [])
        async throws -> WebSocket
    {
        try await webSocket("/stream/session/\(session)/execute", by: keypair, headers: extra)
    }

    /// Opens a WebSocket.
    func webSocket(
        _ target: String, by keypair: Keypair = superadmin, headers extra: [(String, String)] = []
    ) async throws(TransportError) -> WebSocket {
        let date = RequestDate.header(for: Date())
        let canonical = CanonicalRequest(
            method: "GET", target: target, date: date.text, host: "127.0.0.1:\(port)", contentType: nil,
            apiVersion: APIVersion.current.description)
        var headers: HTTPHeaders = [
            "Date": date.text, "X-BackendAI-Version": APIVersion.current.description,
            "Authorization": keypair.authorization(for: canonical, day: date.day).text,
        ]
        for (name, value) in extra { headers.add(value, for: name) }
        return try await http.webSocket(HTTPRequest(url: "http://127.0.0.1:\(port)\(target)", headers: headers))
    }

    /// The text messages of a stream until its end.
    func texts(of socket: WebSocket) async throws -> [String] {
        var texts: [String] = []
        while let message = try await socket.receive() {
            if case .text(let text) = message { texts.append(text) }
        }
        return texts
    }
}
