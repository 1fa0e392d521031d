public import Core

/// Where a session stands.
public struct SessionStanding: Sendable, Equatable {
    /// Its id.
    public let id: SessionID
    /// Its name.
    public let name: String
    /// Its status.
    public let status: SessionStatus
    /// Why it is there, in the manager's word for it; nil for none.
    public let reason: String?
    /// Whether the task of a batch session did what it should.
    public let result: SessionResult

    /// A session that stands so.
    public init(
        id: SessionID, name: String, status: SessionStatus, reason: String? = nil, result: SessionResult = .undefined
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.reason = reason
        self.result = result
    }
}

extension SessionsAPI {
    /// A session by its id, else the living one of that name, else the latest one that has ended.
    ///
    /// - Parameters:
    ///   - session: Its id or its name.
    ///   - owner: Whose session it is, for admins.
    /// - Returns: Where it stands; nil when there is none that may be seen.
    /// - Throws: ``ClientError``.
    public func standing(of session: String, owner: AccessKey? = nil) async throws(ClientError) -> SessionStanding? {
        let fields = ["id", "name", "status", "status_info", "result", "access_key"]
        if SessionID(rawValue: session).isUUID {
            return try await info(session, fields: fields).flatMap(SessionStanding.init)
        }
        for statuses in [SessionStatus.allCases.filter(\.isAlive), SessionStatus.allCases.filter(\.isFinal)] {
            var offset = 0
            while true {
                let page = try await list(statuses: statuses, fields: fields, limit: 1000, offset: offset)
                let found = page.items.first { item in
                    let isOwned = owner.map { $0.rawValue == item["access_key"]?.text } ?? true
                    return item["name"]?.text == session && isOwned
                }
                if let found { return SessionStanding(found) }
                offset += page.items.count
                if page.items.isEmpty || offset >= page.total { break }
            }
        }
        return nil
    }
}

extension SessionStanding {
    fileprivate init?(_ item: JSONValue) {
        guard let id = item["id"]?.text, let name = item["name"]?.text,
            let status = item["status"]?.text.flatMap(SessionStatus.init)
        else { return nil }
        let reason = item["status_info"]?.text
        self.init(
            id: SessionID(rawValue: id), name: name, status: status, reason: reason?.isEmpty ?? true ? nil : reason,
            result: item["result"]?.text.flatMap { SessionResult(rawValue: $0.lowercased()) } ?? .undefined)
    }
}
