import Core

/// Why a session waits, for one who asks: sessions that he may not read have no name.
struct SessionExplanation: Sendable {
    /// A session that holds something, or for which something is kept.
    struct Other: Sendable {
        /// Nil for one that the asker may not read.
        let record: SessionRecord?
        let slots: ResourceSlots
        let endsBy: UnixTime

        /// The name, and whose it is where that is somebody else.
        func name(for requester: Requester) -> String {
            guard let record else { return "somebody else's session" }
            return record.owner.user == requester.user.id ? record.name : "\(record.name) of \(record.owner.email)"
        }
    }

    let session: SessionRecord
    /// Nil while the scheduler has not seen the session, or for one that does not wait.
    let found: Explanation?
    /// When it is expected to start; nil where that cannot be said.
    let expected: StartBand?
    let holders: [Other]
    let keptFor: Other?
    let requester: Requester

    /// The reason in a sentence.
    var reason: String {
        guard session.status == .pending else { return "" }
        guard let found else { return session.detail ?? "" }
        return found.reason?.sentence ?? "it starts with the next decision"
    }

    /// Who holds what it needs, a line each.
    var holderLines: [String] {
        holders.map { other in
            let amounts = other.slots.names.isEmpty ? "" : " (\(other.slots.summary))"
            return other.name(for: requester) + amounts
        }
    }

    /// The explanation as it goes over the wire.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("status", .string(session.status.rawValue)), .init("reason", .string(reason)),
            .init("holders", .array(holderLines.map { .string($0) })),
        ]
        guard let found, session.status == .pending else { return .object(members) }
        members += [
            .init("position", found.position.map { .integer(Int64($0 + 1)) } ?? .null),
            .init("waiting", .integer(Int64(found.waiting))),
            .init("holding", .array(holders.map(entry))),
            .init("kept_for", keptFor.map(entry) ?? .null),
            .init("starts_by", found.start.map(time) ?? .null),
            .init("expected_start", expected.map(band) ?? .null),
            .init(
                "changes",
                .array(
                    found.changes.map {
                        ["change": .string($0.sentence), "option": .string($0.option), "size": .number($0.size)]
                    })),
        ]
        return .object(members)
    }

    private func entry(_ other: Other) -> JSONValue {
        [
            "session_id": JSONValue(other.record?.id.rawValue), "name": JSONValue(other.record?.name),
            "owner": JSONValue(other.record?.owner.email),
            "slots": SchedulingReport.slots(other.slots),
            "ends_by": other.endsBy == .never ? .null : time(other.endsBy),
        ]
    }

    private func band(_ band: StartBand) -> JSONValue {
        func span(_ span: StartBand.Span) -> JSONValue {
            ["from": time(span.from), "to": span.to.map(time) ?? .null]
        }
        return ["median": band.median.map(time) ?? .null, "half": span(band.half), "wide": span(band.wide)]
    }

    private func time(_ time: UnixTime) -> JSONValue { .string(RequestDate.header(for: time.date).text) }
}

extension SessionService {
    /// Why a session waits.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - requester: Who asks.
    ///   - isForeseen: Whether it is wanted when the session is expected to start, which takes a moment.
    /// - Returns: The explanation; one without content for a session that does not wait.
    /// - Throws: ``StoreError``.
    func explanation(
        of session: SessionRecord, for requester: Requester, isForeseen: Bool = false
    ) async throws -> SessionExplanation {
        let answer = session.status == .pending ? await engine.explain(session.id, isForeseen: isForeseen) : nil
        let found = answer?.explanation
        let named = (found?.holders.map(\.session) ?? []) + [found?.keptFor].compactMap { $0 }
        var records: [SessionID: SessionRecord] = [:]
        for id in named {
            guard let record = try await store.session(id) else { continue }
            let distance = requester.distance(toUser: record.owner.user, domain: record.owner.domain)
            if requester.may(.read, .session, at: distance) { records[id] = record }
        }
        return SessionExplanation(
            session: session, found: found, expected: answer?.start,
            holders: (found?.holders ?? []).map {
                .init(record: records[$0.session], slots: $0.slots, endsBy: $0.endsBy)
            },
            keptFor: found?.keptFor.map { .init(record: records[$0], slots: .none, endsBy: .never) },
            requester: requester)
    }
}
