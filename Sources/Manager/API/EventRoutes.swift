import Core
import HTTPTypes
import Hummingbird
import Logging

/// The routes under `/events`: streams of server-sent events.
struct EventRoutes {
    /// How many streams one access key may have at once.
    private static let mostStreams = 64

    let sessions: SessionService
    let feed: SessionEventFeed
    let registry: BackgroundTaskRegistry
    let logger: Logger
    var timing = EventStreamTiming()
    private let streams = StreamCount()

    init(
        sessions: SessionService, feed: SessionEventFeed, registry: BackgroundTaskRegistry, logger: Logger,
        timing: EventStreamTiming = EventStreamTiming()
    ) {
        self.sessions = sessions
        self.feed = feed
        self.registry = registry
        self.logger = logger
        self.timing = timing
    }

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .get, "/events/session", followSessions,
            .init(
                "Events of sessions as they happen", .events, .owned(.read, .session),
                answer: .bytes("text/event-stream"), failures: [403, 404])
        )
        routes.signed(
            .get, "/events/background-task", followTask,
            .init(
                "How a background task goes on", .events, .owned(.read, .backgroundTask),
                answer: .bytes("text/event-stream"), failures: [403, 404]))
    }

    @Sendable
    private func followSessions(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let name = parameters.string("name", "sessionName", "session_name")
        let reference = parameters.string("sessionId", "session_id")
        let session = reference.flatMap { UUIDText.normalized($0) }
        if reference != nil, session == nil {
            parameters.fail(
                ["sessionId", "session_id"],
                with: ["0": "value should be None", "1": "cannot convert value to UUID"])
        }
        let owner = parameters.string("ownerAccessKey", "owner_access_key").map { AccessKey(rawValue: $0) }
        let group = parameters.string("group", "groupName", "group_name")
        let scope = parameters.string("scope").map { SessionEventFilter.Scope(rawValue: $0) } ?? .all
        if scope == nil { parameters.fail(["scope"], "value doesn't match any variant") }
        try parameters.finish()
        var filter = SessionEventFilter(scope: scope ?? .all)
        filter.session = session.map { SessionID(rawValue: $0) }
        filter.name = filter.session == nil && name != "*" ? name : nil
        try restrict(&filter, to: owner, for: requester)
        if let group, group != "*" {
            guard let known = try await sessions.store.usableGroup(group, for: requester) else {
                throw BackendError.notFound("project (user group)")
            }
            filter.group = known.id
        }
        return try stream(try await source(filter, request), context)
    }

    /// Users listen to their own sessions, administrators to those of their domain.
    private func restrict(
        _ filter: inout SessionEventFilter, to owner: AccessKey?, for requester: Requester
    ) throws(BackendError) {
        if let owner {
            filter.owner = try sessions.delegated(owner, for: requester, to: .read)
        } else if requester.may(.read, .session, at: .other) {
            return
        } else if requester.may(.read, .session, at: .domain) {
            filter.domain = requester.user.domain
        } else {
            filter.owner = requester.accessKey
        }
    }

    private func source(_ filter: SessionEventFilter, _ request: Request) async throws -> SessionEventSource {
        var isOver = false
        if let id = filter.session, let session = try await sessions.store.session(id) {
            isOver = session.status.isFinal && filter.accepts(session.subject)
        }
        let last = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        let resumed = last.flatMap { SessionEventPosition(parsing: $0) }
        if last != nil, resumed == nil {
            throw BackendError(
                .invalidParameters, "the header `Last-Event-ID` is no id of an event",
                hint: "send the `id` of the last event that arrived, or leave the header out")
        }
        let position = if let resumed { resumed } else { try await feed.end() }
        return SessionEventSource(feed, filter, behind: position, isOver: isOver)
    }

    @Sendable
    private func followTask(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let id = parameters.uuid("task_id", "taskId")
        if id == nil, !parameters.has("task_id", "taskId") { parameters.fail(["task_id"], "is required") }
        try parameters.finish()
        let known = try await registry.state(of: BackgroundTaskID(rawValue: id ?? ""))
        guard let task = known?.task, isVisible(task, to: requester) else {
            throw BackendError.notFound(
                "background task", hint: "tasks are remembered for a day after their end")
        }
        return try stream(BackgroundTaskSource(registry, task), context)
    }

    private func isVisible(_ task: BackgroundTaskRecord, to requester: Requester) -> Bool {
        let distance = task.owner == requester.accessKey ? .own : requester.distance(domain: task.domain)
        return requester.may(.read, .backgroundTask, at: distance)
    }

    private func stream(_ source: some EventSource, _ context: ManagerRequestContext) throws -> Response {
        let accessKey = try context.requester().accessKey
        guard let lease = streams.take(accessKey, most: EventRoutes.mostStreams) else {
            throw BackendError(
                .serviceUnavailable, "this access key has \(EventRoutes.mostStreams) event streams already",
                hint: "one stream with `sessionName=*` tells of every session")
        }
        return EventStream(
            source: source, channel: context.channel,
            revocation: sessions.authentication.revocation(of: accessKey), lease: lease, logger: logger, timing: timing
        ).response()
    }
}

extension SessionRecord {
    /// The session as events tell of it.
    var subject: SessionEventSubject {
        SessionEventSubject(
            session: id, name: name, type: type, owner: owner.accessKey, domain: owner.domain,
            group: owner.group, mainKernel: mainKernel)
    }
}
