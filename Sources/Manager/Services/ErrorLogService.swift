import Core

/// The log of errors as clients write and read it.
struct ErrorLogService: Sendable {
    let store: Store

    /// Writes an entry of the requester's.
    func append(_ entry: ErrorLogRecord, by requester: Requester) async throws {
        try requester.insist(on: .create, .errorLog, at: .own)
        try await store.append([entry])
    }

    /// One page of the entries that the requester may see, latest first.
    func list(limit: Int, page: Int, marksRead: Bool, for requester: Requester) async throws
        -> (items: [ErrorLogRecord], total: Int)
    {
        let (start, overflow) = (page - 1).multipliedReportingOverflow(by: limit)
        return try await store.errorLogs(
            try scope(of: .list, for: requester), limit: limit, offset: overflow ? .max : start, marksRead: marksRead)
    }

    /// Takes an entry out of its user's list.
    func clear(_ id: String, by requester: Requester) async throws {
        guard try await store.clearErrorLog(id.lowercased(), try scope(of: .modify, for: requester)) else {
            throw BackendError.notFound("error log", "There is no error log `\(id.prefix(64))`.")
        }
    }

    /// How far the requester reaches.
    private func scope(of action: Action, for requester: Requester) throws(BackendError) -> ErrorLogScope {
        if requester.may(action, .errorLog, at: .other) { return .all }
        if requester.may(action, .errorLog, at: .domain) { return .domain(requester.user.domain) }
        try requester.insist(on: action, .errorLog, at: .own)
        return .user(requester.user.id)
    }
}
