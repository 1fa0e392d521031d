import Core
import FoundationEssentials
import Signing
import Transport

extension TestManager {
    /// One event as it came.
    struct ReceivedEvent: Sendable, Equatable {
        var name = ""
        var data = JSONValue.null
        var id: String?
        var retry: String?
    }

    /// An event stream that is open.
    struct EventReader {
        let status: Int
        let headers: HTTPHeaders
        private var chunks: HTTPBody.Iterator
        private var text = ""
        /// How many comments have come.
        private(set) var comments = 0

        fileprivate init(_ stream: HTTPResponseStream) {
            status = stream.status
            headers = stream.headers
            chunks = stream.body.makeAsyncIterator()
        }

        /// The next event; nil at the end.
        mutating func next() async throws -> ReceivedEvent? {
            while true {
                guard let end = text.firstRange(of: "\r\n\r\n") else {
                    guard let chunk = try await chunks.next(isolation: #isolation) else { return nil }
                    text += String(decoding: chunk, as: UTF8.self)
                    continue
                }
                let block = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                if block.hasPrefix(":") {
                    comments += 1
                    continue
                }
                var event = ReceivedEvent()
                for line in block.split(separator: "\r\n") {
                    let parts = line.split(separator: ": ", maxSplits: 1)
                    switch parts[0] {
                    case "event": event.name = String(parts[1])
                    case "data": event.data = try JSONValue(parsing: Array(parts[1].utf8))
                    case "id": event.id = String(parts[1])
                    case "retry": event.retry = String(parts[1])
                    default: event.name = "?\(line)"
                    }
                }
                return event
            }
        }

        /// The events up to the first of that name, or to the end.
        mutating func events(through name: String) async throws -> [ReceivedEvent] {
            var events: [ReceivedEvent] = []
            while let event = try await next() {
                events.append(event)
                if event.name == name { break }
            }
            return events
        }
    }

    /// Opens an event stream.
    func follow(_ target: String, by keypair: Keypair = superadmin, after id: String? = nil) async throws -> EventReader
    {
        let date = RequestDate.header(for: Date())
        let canonical = CanonicalRequest(
            method: "GET", target: target, date: date.text, host: "127.0.0.1:\(port)", contentType: "text/plain",
            apiVersion: APIVersion.current.description)
        var headers: HTTPHeaders = [
            "Content-Type": "text/plain", "Date": date.text, "X-BackendAI-Version": APIVersion.current.description,
            "Authorization": keypair.authorization(for: canonical, day: date.day).text,
        ]
        if let id { headers.add(id, for: "Last-Event-ID") }
        return EventReader(
            try await http.stream(HTTPRequest(url: "http://127.0.0.1:\(port)\(target)", headers: headers)))
    }
}
