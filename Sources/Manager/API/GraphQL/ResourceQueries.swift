import Core
import GraphQL

/// The queries of policies, presets, scaling groups, registries and the audit log.
enum ResourceQueries {
    typealias Fields = AccountQueries.Fields

    static func addPolicies(to fields: inout Fields) {
        let name = GraphQLInput("name", .string)
        fields.asyncField("keypair_resource_policy", "KeyPairResourcePolicy", [name]) { _, arguments, context in
            let own = context.requester.keypair.resourcePolicy
            let name = arguments.string("name") ?? own
            try context.insist(on: .read, .keypairResourcePolicy, at: name == own ? .own : .other)
            return try await context.row(of: Nouns.keypairPolicy, Nouns.keypairPolicy.has(name))
        }
        fields.asyncField("user_resource_policy", "UserResourcePolicy", [name]) { _, arguments, context in
            let own = try await ownPolicy(context)
            let name = arguments.string("name") ?? own
            try context.insist(on: .read, .userResourcePolicy, at: name == own ? .own : .other)
            return try await context.row(of: Nouns.userPolicy, Nouns.userPolicy.has(name))
        }
        fields.asyncField("project_resource_policy", "ProjectResourcePolicy", [GraphQLInput("name", "String!")]) {
            _, arguments, context in
            let name = arguments.string("name") ?? ""
            let isOfOwnGroup = SQLFragment(
                """
                SELECT 1 AS one FROM groups g JOIN group_members m ON m.group_id = g.id
                WHERE m.user_id = ? AND g.resource_policy = ?
                """, [.text(context.requester.user.id), .text(name)])
            let distance: Distance = try await context.store.exists(isOfOwnGroup) ? .group : .other
            try context.insist(on: .read, .projectResourcePolicy, at: distance)
            return try await context.row(of: Nouns.projectPolicy, Nouns.projectPolicy.has(name))
        }
        fields.asyncField("keypair_resource_policies", "[KeyPairResourcePolicy]") { _, _, context in
            try await context.rows(of: Nouns.keypairPolicy, try visiblePolicies(context))
        }
        fields.asyncField("user_resource_policies", "[UserResourcePolicy]") { _, _, context in
            let reach = try context.reach(.list, .userResourcePolicy)
            let condition = reach == .other ? .everything : Nouns.userPolicy.has(try await ownPolicy(context))
            return try await context.rows(of: Nouns.userPolicy, condition)
        }
        fields.asyncField("project_resource_policies", "[ProjectResourcePolicy]") { _, _, context in
            try context.insist(on: .list, .projectResourcePolicy)
            return try await context.rows(of: Nouns.projectPolicy, .everything)
        }
    }

    static func addPresets(to fields: inout Fields) {
        fields.asyncField("resource_preset", "ResourcePreset", [GraphQLInput("name", .string)]) {
            _, arguments, context in
            try context.insist(on: .read, .resourcePreset)
            guard let name = arguments.string("name") else { return .null }
            return try await context.row(of: Nouns.preset, Nouns.preset.has(name))
        }
        fields.asyncField("resource_presets", "[ResourcePreset]") { _, _, context in
            try context.insist(on: .list, .resourcePreset)
            return try await context.rows(of: Nouns.preset, .everything)
        }
    }

    static func addScalingGroups(to fields: inout Fields) {
        let isActive = GraphQLInput("is_active", .boolean)
        fields.asyncField("scaling_group", "ScalingGroup", [GraphQLInput("name", .string)]) { _, arguments, context in
            try context.insist(on: .read, .scalingGroup)
            guard let name = arguments.string("name") else { return .null }
            return try await context.row(of: Nouns.scalingGroup, Nouns.scalingGroup.has(name))
        }
        fields.asyncField("scaling_groups", "[ScalingGroup]", [GraphQLInput("name", .string), isActive]) {
            _, arguments, context in
            try context.insist(on: .list, .scalingGroup)
            let condition =
                AccountQueries.equal(arguments, "name", "s.name") && AccountQueries.active(arguments, "s.is_active")
            return try await context.rows(of: Nouns.scalingGroup, condition)
        }
        let grantees = [
            ("domain", "domain", "scaling_groups_for_domains", "domain"),
            ("user_group", "user_group", "scaling_groups_for_groups", "group_id"),
            ("keypair", "access_key", "scaling_groups_for_keypairs", "access_key"),
        ]
        for (suffix, argument, table, column) in grantees {
            let inputs = [GraphQLInput(argument, "String!"), isActive]
            fields.asyncField("scaling_groups_for_\(suffix)", "[ScalingGroup]", inputs) { _, arguments, context in
                try context.insist(on: .list, .scalingGroup)
                let given = SQLFragment(
                    "EXISTS (SELECT 1 FROM \(table) t WHERE t.scaling_group = s.name AND t.\(column) = ?)",
                    [.text(arguments.string(argument) ?? "")])
                let condition = given && AccountQueries.active(arguments, "s.is_active")
                return try await context.rows(of: Nouns.scalingGroup, condition)
            }
        }
    }

    static func addRegistries(to fields: inout Fields) {
        fields.asyncField("container_registry", "ContainerRegistry", [GraphQLInput("hostname", "String!")]) {
            _, arguments, context in
            try context.insist(on: .read, .containerRegistry)
            return try await context.row(of: Nouns.registry, Nouns.registry.has(arguments.string("hostname") ?? ""))
        }
        fields.asyncField("container_registries", "[ContainerRegistry]") { _, _, context in
            try context.insist(on: .list, .containerRegistry)
            return try await context.rows(of: Nouns.registry, .everything)
        }
    }

    static func addAudit(to fields: inout Fields) {
        fields.asyncField("audit_log_list", "AuditLogList", ListArguments.inputs) { _, arguments, context in
            try context.insist(on: .list, .auditLog)
            return try await context.page(
                of: Nouns.audit, arguments, NounQueryColumns.audit, .everything,
                usual: OrderExpression([.init(field: "id", isDescending: true)]))
        }
    }

    private static func ownPolicy(_ context: GraphQLContext) async throws -> String {
        let user = try await context.store.rows(of: Nouns.user, Nouns.user.has(context.requester.user.email)).first
        return user?.text("resource_policy") ?? ""
    }

    /// Superadmins see every policy, admins those of their domain's keypairs, users those of their own.
    private static func visiblePolicies(_ context: GraphQLContext) throws(GraphQLError) -> SQLFragment {
        let used =
            "EXISTS (SELECT 1 FROM keypairs k JOIN users u ON u.id = k.user_id WHERE k.resource_policy = p.name AND "
        switch try context.visible(.keypairResourcePolicy) {
        case .all: return .everything
        case .domain(let domain): return SQLFragment(used + "u.domain_name = ?)", [.text(domain)])
        case .own: return SQLFragment(used + "u.id = ?)", [.text(context.requester.user.id)])
        }
    }
}
