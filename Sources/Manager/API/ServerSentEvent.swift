import Core

/// One event of an event stream.
struct ServerSentEvent: Sendable, Equatable {
    let name: String
    let data: JSONValue
    /// By which a client that comes back says what it has been told.
    let id: String?

    init(_ name: String, _ data: JSONValue, id: String? = nil) {
        self.name = name
        self.data = data
        self.id = id
    }

    /// The last one: clients do not come back after it.
    static let close = ServerSentEvent("server_close", [:])

    /// The event in the form of the HTML standard, with the original's line ends.
    ///
    /// - Parameter retry: After how many seconds a client whose connection breaks comes back; the official client takes
    ///   the number for seconds, and an event without data for a broken one, so it stands beside one that has some.
    /// - Returns: Its lines, with the empty one that ends it.
    func text(retry: Int? = nil) -> String {
        var text = "event: \(name)\r\ndata: \(data.encodedText)\r\n"
        if let id { text += "id: \(id)\r\n" }
        if let retry { text += "retry: \(retry)\r\n" }
        return text + "\r\n"
    }
}

/// What an event stream tells.
protocol EventSource: Sendable {
    /// Says that there may be more to tell.
    var signal: Signal { get }
    /// Whether everything has been told.
    var hasEnded: Bool { get }
    /// What has not been told yet.
    mutating func next() async throws -> [ServerSentEvent]
}
