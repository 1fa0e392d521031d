import Core
import GraphQL

/// The GraphQL types of domains, groups, users and keypairs, read from rows of ``Nouns``.
enum AccountTypes {
    static let all = [
        domain, group, user, userGroup, RowPage.type("UserList", of: "User"), keypair, userInfo,
        RowPage.type("KeyPairList", of: "KeyPair"),
    ]

    /// How the keypair of a row has been used since that was written down, which may be a minute ago.
    private static func use(_ row: SQLRow, _ context: GraphQLContext) -> KeypairUse? {
        context.sessions.authentication.use(of: AccessKey(rawValue: row.text("access_key")))
    }

    private static let domain = GraphQLObject<GraphQLContext>("Domain", of: SQLRow.self) { fields in
        fields.text("name")
        fields.text("description")
        fields.flag("is_active")
        fields.time("created_at")
        fields.time("modified_at")
        fields.text("total_resource_slots", "JSONString")
        fields.text("allowed_vfolder_hosts", "JSONString")
        fields.texts("allowed_docker_registries")
        fields.text("integration_id")
        fields.texts("scaling_groups")
    }

    private static let group = GraphQLObject<GraphQLContext>("Group", of: SQLRow.self) { fields in
        fields.text("id", "UUID")
        groupFields(&fields)
    }

    /// What groups have in both of their types.
    static func groupFields(_ fields: inout GraphQLFields<GraphQLContext, SQLRow>) {
        fields.text("name")
        fields.text("description")
        fields.flag("is_active")
        fields.time("created_at")
        fields.time("modified_at")
        fields.text("domain_name")
        fields.text("total_resource_slots", "JSONString")
        fields.text("allowed_vfolder_hosts", "JSONString")
        fields.text("integration_id")
        fields.text("resource_policy")
        fields.texts("scaling_groups")
    }

    private static let user = GraphQLObject<GraphQLContext>("User", of: SQLRow.self, implements: ["Item"]) { fields in
        fields.text("id", "ID")
        fields.text("uuid", "UUID", column: "id")
        userFields(&fields)
        fields.text("main_access_key")
        fields.property("groups", "[UserGroup]") { row in
            .objects((row.json("groups")?.items ?? []).map { UserGroup(id: $0["id"]?.text, name: $0["name"]?.text) })
        }
    }

    /// What users have in both of their types.
    static func userFields(_ fields: inout GraphQLFields<GraphQLContext, SQLRow>) {
        fields.text("username")
        fields.text("email")
        fields.flag("need_password_change")
        fields.text("full_name")
        fields.text("description")
        fields.property("is_active", .boolean) { .bool($0.text("status") == "active") }
        fields.text("status")
        fields.text("status_info")
        fields.time("created_at")
        fields.time("modified_at")
        fields.text("domain_name")
        fields.text("role")
        fields.text("resource_policy")
        fields.texts("allowed_client_ip")
        fields.flag("totp_activated")
        fields.time("totp_activated_at")
        fields.flag("sudo_session_enabled")
    }

    private struct UserGroup: Sendable {
        let id: String?
        let name: String?
    }

    private static let userGroup = GraphQLObject<GraphQLContext>("UserGroup", of: UserGroup.self) { fields in
        fields.property("id", "UUID") { .string($0.id) }
        fields.property("name", .string) { .string($0.name) }
    }

    private static let keypair = GraphQLObject<GraphQLContext>("KeyPair", of: SQLRow.self, implements: ["Item"]) {
        fields in
        fields.text("id", "ID", column: "access_key")
        fields.text("user_id", column: "email")
        fields.text("full_name")
        fields.text("access_key")
        // A secret is its owner's, and is told once to whoever makes it.
        fields.field("secret_key", .string) { row, _, context in
            let isShown =
                row.text("user_id") == context.requester.user.id || context.made.contains(row.text("access_key"))
            return .string(isShown ? row.text("secret_key") : nil)
        }
        fields.flag("is_active")
        fields.flag("is_admin")
        fields.text("resource_policy")
        fields.time("created_at")
        fields.field("last_used", "DateTime") { row, _, context in
            .time(use(row, context)?.at ?? row.optionalInteger("last_used"))
        }
        fields.number("rate_limit")
        fields.field("num_queries", "Int") { row, _, context in
            .int(Int(row.integer("num_queries") + (use(row, context)?.count ?? 0)))
        }
        fields.text("user", "UUID", column: "user_id")
        fields.texts("projects")
        fields.text("ssh_public_key")
        fields.asyncField("compute_sessions", "[ComputeSession]", [GraphQLInput("status", .string)]) {
            row, arguments, context in
            var condition = SQLFragment("s.access_key = ?", [.text(row.text("access_key"))])
            if let statuses = try SessionQueries.statuses(arguments.string("status")) {
                condition = condition && statuses
            }
            return .objects(try await SessionQueries.sources(condition, context))
        }
        fields.number("concurrency_used")
        fields.property("user_info", "UserInfo") { .optional(UserInfo(row: $0)) }
        fields.property("concurrency_limit", .int) { _ in .null }
    }

    private struct UserInfo: Sendable {
        let row: SQLRow
    }

    private static let userInfo = GraphQLObject<GraphQLContext>("UserInfo", of: UserInfo.self) { fields in
        fields.property("email", .string) { .string($0.row.optionalText("email")) }
        fields.property("full_name", .string) { .string($0.row.optionalText("full_name")) }
    }
}
