/// One event of a stream of server-sent events.
public struct ServerSentEvent: Sendable, Equatable {
    /// What kind of event; `message` where the stream does not say.
    public let name: String
    /// The lines of its data, joined by line feeds.
    public let data: String
    /// The stream's last id when the event came; empty for none.
    public let id: String

    /// An event.
    public init(name: String, data: String, id: String = "") {
        self.name = name
        self.data = data
        self.id = id
    }
}
