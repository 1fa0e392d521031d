import Core
import GraphQL

/// The GraphQL schema of the manager.
enum ManagerSchema {
    /// The most items of one page.
    private static let pageLimit = 1000

    static func make() throws(GraphQLSchemaError) -> GraphQLSchema<GraphQLContext> {
        try GraphQLSchema(
            query: query,
            objects: SessionTypes.all + [keypair, userInfo],
            scalars: [.uuid, .dateTime, .jsonString, .bigInt]
        )
    }

    private static let query = GraphQLObject<GraphQLContext>("Queries") { fields in
        fields.field("keypair", "KeyPair", [GraphQLInput("access_key", "String")]) { _, arguments, context in
            let key = arguments.string("access_key").map { AccessKey(rawValue: $0) } ?? context.requester.accessKey
            guard key == context.requester.accessKey || context.requester.isSuperadmin else {
                throw GraphQLError("Forbidden operation.")
            }
            return .optional(context.sessions.authentication.record(of: key))
        }
        fields.asyncField("compute_session", "ComputeSession", [GraphQLInput("id", "UUID!")]) { _, arguments, context in
            let id = SessionID(rawValue: arguments.string("id")?.lowercased() ?? "")
            guard let session = try await context.store.session(id), mayRead(session, context.requester) else {
                return .null
            }
            return .optional(try await source(of: session, context))
        }
        fields.asyncField("compute_session_list", "ComputeSessionList", listArguments) { _, arguments, context in
            .optional(try await page(arguments, context))
        }
    }

    private static let listArguments = [
        GraphQLInput("limit", "Int!"), GraphQLInput("offset", "Int!"), GraphQLInput("filter", "String"),
        GraphQLInput("order", "String"), GraphQLInput("domain_name", "String"), GraphQLInput("group_id", "UUID"),
        GraphQLInput("access_key", "String"), GraphQLInput("status", "String"),
    ]

    private static func page(_ arguments: GraphQLArguments, _ context: GraphQLContext) async throws -> SessionPage {
        let limit = arguments.int("limit") ?? 0
        let offset = arguments.int("offset") ?? 0
        guard limit >= 0 else { throw GraphQLError("LIMIT must not be negative") }
        guard offset >= 0 else { throw GraphQLError("OFFSET must not be negative") }
        for name in ["filter", "order", "group_id"] where !(arguments.string(name)?.isEmpty ?? true) {
            throw GraphQLError("`\(name)` is not available yet")
        }
        var filter = SessionFilter(limit: min(limit, pageLimit), offset: offset)
        filter.statuses = try statuses(arguments.string("status"))
        try restrict(&filter, arguments, to: context.requester)
        let (items, total) = try await context.store.sessions(filter)
        var sources: [SessionSource] = []
        for item in items { sources.append(try await source(of: item, context)) }
        return SessionPage(items: sources, total: total)
    }

    private static func statuses(_ text: String?) throws -> [SessionStatus]? {
        guard let text, !text.isEmpty else { return nil }
        return try text.split(separator: ",").map { name in
            guard let status = SessionStatus(rawValue: String(name)) else { throw GraphQLError("'\(name)'") }
            return status
        }
    }

    /// Users see their own sessions, admins those of their domain, superadmins all.
    private static func restrict(
        _ filter: inout SessionFilter, _ arguments: GraphQLArguments, to requester: Requester
    ) throws {
        let asked = arguments.string("access_key").map { AccessKey(rawValue: $0) }
        guard requester.isAdmin || asked == nil || asked == requester.accessKey else {
            throw GraphQLError("Forbidden operation.")
        }
        filter.accessKey = requester.isAdmin ? asked : requester.accessKey
        filter.domain = requester.isSuperadmin ? arguments.string("domain_name") : requester.user.domain
    }

    private static func mayRead(_ session: SessionRecord, _ requester: Requester) -> Bool {
        if requester.isSuperadmin || session.owner.accessKey == requester.accessKey { return true }
        return requester.isAdmin && session.owner.domain == requester.user.domain
    }

    private static func source(of session: SessionRecord, _ context: GraphQLContext) async throws -> SessionSource {
        SessionSource(
            session: session,
            kernels: try await context.store.kernels(of: session.id),
            occupied: try await context.store.allocated(to: session.id)
        )
    }

    private static let keypair = GraphQLObject<GraphQLContext>("KeyPair", of: KeypairRecord.self) { fields in
        fields.property("id", "ID") { .string($0.keypair.accessKey.rawValue) }
        fields.property("user_id", "String") { .string($0.user.email) }
        fields.property("full_name", "String") { .string($0.user.fullName) }
        fields.property("access_key", "String") { .string($0.keypair.accessKey.rawValue) }
        fields.field("secret_key", "String") { source, _, context in
            .string(source.keypair.accessKey == context.requester.accessKey ? source.keypair.secretKey.reveal() : nil)
        }
        fields.property("is_active", "Boolean") { .bool($0.isActive) }
        fields.property("is_admin", "Boolean") { .bool($0.isAdmin) }
        fields.property("resource_policy", "String") { .string($0.resourcePolicy) }
        fields.property("created_at", "DateTime") { .time($0.createdAt) }
        fields.property("rate_limit", "Int") { .int($0.rateLimit) }
        fields.property("user", "UUID") { .string($0.user.id) }
        fields.property("user_info", "UserInfo") { .optional($0.user) }
    }

    private static let userInfo = GraphQLObject<GraphQLContext>("UserInfo", of: UserRecord.self) { fields in
        fields.property("email", "String") { .string($0.email) }
        fields.property("full_name", "String") { .string($0.fullName) }
    }
}
