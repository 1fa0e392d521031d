import Core
import GraphQL

/// The queries of sessions and kernels.
enum SessionQueries {
    typealias Fields = AccountQueries.Fields

    /// Latest first.
    private static let usualOrder = OrderExpression([.init(field: "created_at", isDescending: true)])

    static func add(to fields: inout Fields) {
        fields.asyncField("compute_session", "ComputeSession", [GraphQLInput("id", "UUID!")]) { _, arguments, context in
            _ = try context.reach(.list, .session)
            let condition = SQLFragment("s.id = ?", [.text(arguments.string("id") ?? "")])
            return .optional(try await sources(condition, context).first { mayRead($0.session, context.requester) })
        }
        fields.asyncField("compute_container", "ComputeContainer", [GraphQLInput("id", "UUID!")]) {
            _, arguments, context in
            _ = try context.reach(.list, .session)
            let condition = SQLFragment(
                "s.id = (SELECT k.session_id FROM kernels k WHERE k.id = ?)", [.text(arguments.string("id") ?? "")])
            guard let source = try await sources(condition, context).first, mayRead(source.session, context.requester)
            else { return .null }
            return .optional(try await source.kernelSources().first { $0.kernel.id.rawValue == arguments.string("id") })
        }
        let scope = [
            GraphQLInput("domain_name", .string), GraphQLInput("group_id", .string),
            GraphQLInput("access_key", .string), GraphQLInput("status", .string),
        ]
        fields.asyncField("compute_session_list", "ComputeSessionList", ListArguments.inputs + scope) {
            _, arguments, context in
            .optional(try await page(arguments, context))
        }
        let containers = [GraphQLInput("session_id", "ID!"), GraphQLInput("role", .string)]
        fields.asyncField("compute_container_list", "ComputeContainerList", ListArguments.inputs + containers) {
            _, arguments, context in
            .optional(try await containerPage(arguments, context))
        }
    }

    /// The sessions that meet a condition, whoever may see them.
    static func sources(_ condition: SQLFragment, _ context: GraphQLContext) async throws -> [SessionSource] {
        let records = try await context.store.sessions(
            condition, ordered: SQLFragment("s.created_at DESC, s.id"), limit: pageLimit, offset: 0)
        return SessionSource.all(of: records, context.store)
    }

    /// The condition of a list of statuses, comma between them; nil for none.
    static func statuses(_ text: String?) throws(GraphQLError) -> SQLFragment? {
        guard let text, !text.isEmpty else { return nil }
        var values: [SQLValue] = []
        for name in text.split(separator: ",") {
            guard let status = SessionStatus(rawValue: String(name)) else { throw GraphQLError("'\(name)'") }
            values.append(.text(status.rawValue))
        }
        return SQLFragment("s.status IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
    }

    /// The most sessions that are read at once.
    private static let pageLimit = 1000

    private static func page(_ arguments: GraphQLArguments, _ context: GraphQLContext) async throws -> SessionPage {
        let list = try ListArguments(arguments, NounQueryColumns.session, usual: usualOrder)
        let condition = try visible(arguments, context) && (list.filter ?? .everything)
        let (records, total) = try await context.store.sessionPage(
            condition, ordered: list.order, limit: min(list.limit, pageLimit), offset: list.offset)
        return SessionPage(items: SessionSource.all(of: records, context.store), total: total)
    }

    /// Users see their own sessions, admins those of their domain, superadmins all.
    private static func visible(_ arguments: GraphQLArguments, _ context: GraphQLContext) throws -> SQLFragment {
        let requester = context.requester
        var condition = try statuses(arguments.string("status")) ?? .everything
        switch try context.visible(.session) {
        case .all: condition = condition && AccountQueries.equal(arguments, "domain_name", "s.domain_name")
        case .domain(let domain): condition = condition && SQLFragment("s.domain_name = ?", [.text(domain)])
        case .own:
            guard [nil, requester.accessKey.rawValue].contains(arguments.string("access_key")) else {
                throw GraphQLError("Forbidden operation.")
            }
            condition = condition && SQLFragment("s.access_key = ?", [.text(requester.accessKey.rawValue)])
        }
        if let group = arguments.string("group_id") {
            condition = condition && SQLFragment("s.group_id = ?", [.text(group.lowercased())])
        }
        return condition && AccountQueries.equal(arguments, "access_key", "s.access_key")
    }

    private static func containerPage(
        _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) async throws -> KernelPage {
        _ = try context.reach(.list, .session)
        let list = try ListArguments(arguments, containerColumns, usual: OrderExpression([]))
        let condition = SQLFragment("s.id = ?", [.text(arguments.string("session_id")?.lowercased() ?? "")])
        guard let source = try await sources(condition, context).first, mayRead(source.session, context.requester)
        else { return KernelPage(items: [], total: 0) }
        let ids = try await context.store.kernelIDs(
            of: source.session.id, list.filter ?? .everything, ordered: list.order)
        let kernels = try await source.kernelSources()
        let chosen = ids.compactMap { id in kernels.first { $0.kernel.id == id } }
            .filter { source in arguments.string("role").map { $0 == source.kernel.role } ?? true }
        let page = chosen.dropFirst(list.offset).prefix(list.limit)
        return KernelPage(items: Array(page), total: chosen.count)
    }

    private static let containerColumns = QueryColumns(
        tieBreak: "k.local_rank",
        [
            QueryColumn("id", .uuid, sql: "k.id"), QueryColumn("cluster_role", .text, sql: "k.cluster_role"),
            QueryColumn("cluster_idx", .integer, sql: "k.cluster_idx"),
            QueryColumn("cluster_hostname", .text, sql: "k.cluster_hostname"),
            QueryColumn("agent", .text, sql: "k.agent"), QueryColumn("status", .text, sql: "k.status"),
            QueryColumn("status_info", .text, sql: "k.status_info"),
            QueryColumn("created_at", .time, sql: "k.created_at"),
            QueryColumn("terminated_at", .time, sql: "k.terminated_at"),
        ])

    private static func mayRead(_ session: SessionRecord, _ requester: Requester) -> Bool {
        let distance = requester.distance(toUser: session.owner.user, domain: session.owner.domain)
        return requester.may(.list, .session, at: distance)
    }
}
