import Core
import GraphQL

/// Users and groups by global id, in pages with cursors.
enum NodeQueries {
    typealias Fields = AccountQueries.Fields

    static let interface = GraphQLInterface("AsyncNode", fields: [GraphQLField("id", "ID!")])

    static let types =
        [user, group, NodeConnection.pageInfo] + NodeKind.allCases.flatMap(NodeConnection.types)

    static func addNode(to fields: inout Fields) {
        fields.asyncField("node", "AsyncNode", [GraphQLInput("id", "ID!")]) { _, arguments, context in
            let text = arguments.string("id") ?? ""
            let parts = NodeKind.parts(of: text)
            guard let kind = NodeKind(rawValue: parts?.type ?? "") else {
                throw GraphQLError("Relay Node \"\(parts?.type.prefix(64) ?? "")\" not found in schema")
            }
            guard case .object(let row, _) = try await node(kind, text, context) else { return .null }
            return .object(row, type: kind.rawValue)
        }
    }

    static func addGroups(to fields: inout Fields) {
        fields.asyncField("group_node", "GroupNode", [GraphQLInput("id", "String!")]) { _, arguments, context in
            try await node(.group, arguments.string("id") ?? "", context)
        }
        fields.asyncField("group_nodes", "GroupConnection", ConnectionArguments.inputs) { _, arguments, context in
            try await context.connection(
                of: .group, arguments, try AccountQueries.visibleGroups(.list, GraphQLArguments(), context))
        }
    }

    static func addUsers(to fields: inout Fields) {
        fields.asyncField("user_node", "UserNode", [GraphQLInput("id", "String!")]) { _, arguments, context in
            try await node(.user, arguments.string("id") ?? "", context)
        }
        fields.asyncField("user_nodes", "UserConnection", ConnectionArguments.inputs) { _, arguments, context in
            try await context.connection(
                of: .user, arguments, try AccountQueries.visibleUsers(GraphQLArguments(), context))
        }
    }

    /// One node, by the rules of the plain queries.
    private static func node(
        _ kind: NodeKind, _ text: String, _ context: GraphQLContext
    ) async throws -> GraphQLResolved {
        // What is no id is that of nobody.
        let id = kind.id(in: text) ?? ""
        switch kind {
        case .user:
            return try await AccountQueries.user(SQLFragment("u.id = ?", [.text(id)]), GraphQLArguments(), context)
        case .group:
            let visible = try AccountQueries.visibleGroups(.read, GraphQLArguments(), context)
            return try await context.row(of: Nouns.group, SQLFragment("g.id = ?", [.text(id)]) && visible)
        }
    }

    private static let user = GraphQLObject<GraphQLContext>("UserNode", of: SQLRow.self, implements: ["AsyncNode"]) {
        fields in
        fields.property("id", "ID!") { .string(NodeKind.user.globalID(of: $0)) }
        AccountTypes.userFields(&fields)
    }

    private static let group = GraphQLObject<GraphQLContext>("GroupNode", of: SQLRow.self, implements: ["AsyncNode"]) {
        fields in
        fields.property("id", "ID!") { .string(NodeKind.group.globalID(of: $0)) }
        AccountTypes.groupFields(&fields)
        fields.asyncField("user_nodes", "UserConnection", ConnectionArguments.inputs) { row, arguments, context in
            let member = SQLFragment(
                "EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?)",
                [.text(row.text("id"))])
            let visible = try AccountQueries.visibleUsers(GraphQLArguments(), context)
            return try await context.connection(of: .user, arguments, member && visible)
        }
    }
}
