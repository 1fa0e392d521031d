public import Core

/// A session that was created or found.
public struct CreatedSession: Sendable, Equatable {
    /// Its id.
    public let id: SessionID
    /// Its name.
    public let name: String
    /// `RUNNING`, another status, or `TIMEOUT` when the wait ended first.
    public let status: String
    /// Whether it was made now.
    public let isNew: Bool

    init(id: SessionID, name: String, status: String, isNew: Bool) {
        self.id = id
        self.name = name
        self.status = status
        self.isNew = isNew
    }

    /// Reads a manager's answer; `name` is what was asked for, where the answer does not say.
    init(answer: JSONValue, name: String) throws(ClientError) {
        guard let id = answer["sessionId"]?.text else {
            throw .unexpectedAnswer("no `sessionId` in the answer to the request for a session")
        }
        self.init(
            id: SessionID(rawValue: id),
            name: answer["sessionName"]?.text ?? name,
            status: answer["status"]?.text ?? SessionStatus.running.rawValue,
            isNew: answer["created"] != .bool(false)
        )
    }
}
