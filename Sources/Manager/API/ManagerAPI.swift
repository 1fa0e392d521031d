import Core
import GraphQL
import Logging

/// Every route of the manager, put together.
struct ManagerAPI {
    let services: ManagerServices
    let signUp: LoginService.SignUp
    let web: WebConfiguration
    let logger: Logger
    /// How streams of events keep time; tests are in more of a hurry.
    var timing = EventStreamTiming()

    private var sessions: SessionService { services.sessions }

    private var cors: CORSPolicy { CORSPolicy(allowedOrigins: web.allowedOrigins) }

    /// Tells who makes a request.
    private var authenticator: RequestAuthenticator {
        RequestAuthenticator(
            signatures: sessions.authentication, logins: LoginSessions(store: sessions.store), cors: cors)
    }

    /// The routes of WebSockets, and those beside them.
    var streams: StreamRoutes {
        StreamRoutes(
            authenticator: authenticator, sessions: sessions, execution: services.execution,
            activity: sessions.activity, logger: logger)
    }

    /// All routes.
    ///
    /// - Throws: ``GraphQLSchemaError`` for a mistake in the schema, which tests find.
    func routes() throws(GraphQLSchemaError) -> ManagerRoutes {
        var routes = ManagerRoutes()
        CommonRoutes(directory: sessions.directory, policy: web.signaturePolicy).add(to: &routes)
        let login = LoginService(accounts: services.accounts, settings: services.settings, signUp: signUp)
        AuthRoutes(login: login).add(to: &routes)
        LoginRoutes(login: login, authenticator: authenticator).add(to: &routes)
        ScalingGroupRoutes(store: sessions.store).add(to: &routes)
        SchedulerRoutes(sessions: sessions).add(to: &routes)
        SessionRoutes(sessions: sessions, execution: services.execution).add(to: &routes)
        SessionLifeRoutes(sessions: sessions).add(to: &routes)
        TemplateSessionRoutes(
            sessions: sessions, taskTemplate: { try await usable($0, .task, $1) },
            clusterTemplate: { try await usable($0, .cluster, $1) }
        ).add(to: &routes)
        EventRoutes(
            sessions: sessions, feed: services.feed, registry: services.registry, logger: logger, timing: timing
        ).add(to: &routes)
        FileRoutes(
            sessions: sessions, files: SessionFiles(sessions: sessions, activity: sessions.activity),
            outputs: services.execution.outputs
        ).add(to: &routes)
        GraphQLRoutes(executor: GraphQLExecutor(try ManagerSchema.make()), services: services).add(to: &routes)
        ClusterRoutes(sessions: sessions, settings: services.settings).add(to: &routes)
        streams.add(to: &routes)
        return routes
    }

    /// The content of a template that somebody may use; nil when there is none such for them.
    @Sendable
    private func usable(
        _ id: String, _ kind: SessionTemplate.Kind, _ requester: Requester
    ) async throws -> JSONValue? {
        guard let found = try await sessions.store.template(id.filter { $0 != "-" }), found.kind == kind,
            requester.may(.read, .template, at: requester.distance(toUser: found.user, domain: found.domain))
        else { return nil }
        return found.content
    }

    /// What answers requests.
    ///
    /// - Throws: ``GraphQLSchemaError`` for a mistake in the schema, which tests find.
    func responder() throws(GraphQLSchemaError) -> ManagerResponder {
        try routes().responder(
            authenticator, cors: cors, settings: services.settings, errors: services.errors)
    }
}
