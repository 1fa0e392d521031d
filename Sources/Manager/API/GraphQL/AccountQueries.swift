import Core
import GraphQL

/// The queries of domains, groups, users and keypairs.
enum AccountQueries {
    typealias Fields = GraphQLFields<GraphQLContext, GraphQLRoot>

    private static let byCreation = OrderExpression([.init(field: "created_at")])

    static func addDomains(to fields: inout Fields) {
        fields.asyncField("domain", "Domain", [GraphQLInput("name", .string)]) { _, arguments, context in
            let name = arguments.string("name") ?? context.requester.user.domain
            try context.insist(on: .read, .domain, at: context.requester.distance(domain: name))
            return try await context.row(of: Nouns.domain, Nouns.domain.has(name))
        }
        fields.asyncField("domains", "[Domain]", [GraphQLInput("is_active", .boolean)]) { _, arguments, context in
            try context.insist(on: .list, .domain)
            return try await context.rows(of: Nouns.domain, active(arguments, "d.is_active"))
        }
    }

    static func addGroups(to fields: inout Fields) {
        fields.asyncField("group", "Group", [GraphQLInput("id", "UUID!"), GraphQLInput("domain_name", .string)]) {
            _, arguments, context in
            let condition = SQLFragment("g.id = ?", [.text(arguments.string("id") ?? "")])
            return try await context.row(of: Nouns.group, condition && visibleGroups(.read, arguments, context))
        }
        fields.asyncField(
            "groups_by_name", "[Group]", [GraphQLInput("name", "String!"), GraphQLInput("domain_name", .string)]
        ) { _, arguments, context in
            let condition = SQLFragment("g.name = ?", [.text(arguments.string("name") ?? "")])
            return try await context.rows(of: Nouns.group, condition && visibleGroups(.read, arguments, context))
        }
        fields.asyncField(
            "groups", "[Group]", [GraphQLInput("domain_name", .string), GraphQLInput("is_active", .boolean)]
        ) { _, arguments, context in
            let condition = try visibleGroups(.list, arguments, context) && active(arguments, "g.is_active")
            return try await context.rows(of: Nouns.group, condition)
        }
    }

    static func addUsers(to fields: inout Fields) {
        fields.asyncField("user", "User", [GraphQLInput("domain_name", .string), GraphQLInput("email", .string)]) {
            _, arguments, context in
            let email = arguments.string("email") ?? context.requester.user.email
            return try await user(Nouns.user.has(email), arguments, context)
        }
        fields.asyncField(
            "user_from_uuid", "User", [GraphQLInput("domain_name", .string), GraphQLInput("user_id", "ID")]
        ) { _, arguments, context in
            let id = arguments.string("user_id") ?? context.requester.user.id
            return try await user(SQLFragment("u.id = ?", [.text(id.lowercased())]), arguments, context)
        }
        let scope = [
            GraphQLInput("domain_name", .string), GraphQLInput("group_id", "UUID"),
            GraphQLInput("is_active", .boolean), GraphQLInput("status", .string),
        ]
        fields.asyncField("users", "[User]", scope) { _, arguments, context in
            try await context.rows(of: Nouns.user, try visibleUsers(arguments, context))
        }
        fields.asyncField("user_list", "UserList", ListArguments.inputs + scope) { _, arguments, context in
            try await context.page(
                of: Nouns.user, arguments, NounQueryColumns.user, try visibleUsers(arguments, context),
                usual: byCreation)
        }
    }

    static func addKeypairs(to fields: inout Fields) {
        fields.asyncField(
            "keypair", "KeyPair", [GraphQLInput("domain_name", .string), GraphQLInput("access_key", .string)]
        ) { _, arguments, context in
            let reach = try context.reach(.read, .keypair)
            let key = arguments.string("access_key") ?? context.requester.accessKey.rawValue
            let row = try await context.store.rows(of: Nouns.keypair, Nouns.keypair.has(key)).first
            guard let row else {
                guard reach > .own else { throw GraphQLError("Forbidden operation.") }
                return .null
            }
            let distance = context.requester.distance(toUser: row.text("user_id"), domain: row.text("domain_name"))
            try context.insist(on: .read, .keypair, at: distance)
            return .object(row)
        }
        let scope = [
            GraphQLInput("domain_name", .string), GraphQLInput("email", .string), GraphQLInput("is_active", .boolean),
        ]
        fields.asyncField("keypairs", "[KeyPair]", scope) { _, arguments, context in
            try await context.rows(of: Nouns.keypair, try visibleKeypairs(arguments, context))
        }
        fields.asyncField("keypair_list", "KeyPairList", ListArguments.inputs + scope) { _, arguments, context in
            try await context.page(
                of: Nouns.keypair, arguments, NounQueryColumns.keypair, try visibleKeypairs(arguments, context),
                usual: byCreation)
        }
    }

    // MARK: Conditions

    /// The condition of `is_active`, where it is given.
    static func active(_ arguments: GraphQLArguments, _ column: String) -> SQLFragment {
        arguments.bool("is_active").map { SQLFragment("\(column) = ?", [SQLValue($0)]) } ?? .everything
    }

    /// The condition of an argument that a column must equal, where it is given.
    static func equal(_ arguments: GraphQLArguments, _ name: String, _ column: String) -> SQLFragment {
        arguments.string(name).map { SQLFragment("\(column) = ?", [.text($0)]) } ?? .everything
    }

    /// Superadmins see every group, admins those of their domain, users those that they belong to.
    static func visibleGroups(
        _ action: Action, _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) throws(GraphQLError) -> SQLFragment {
        let asked = equal(arguments, "domain_name", "g.domain_name")
        switch try context.reach(action, .group) {
        case .other: return asked
        case .domain: return asked && SQLFragment("g.domain_name = ?", [.text(context.requester.user.domain)])
        case .own, .group:
            return asked
                && SQLFragment(
                    "EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = ?)",
                    [.text(context.requester.user.id)])
        }
    }

    /// The user that meets a condition.
    static func user(
        _ condition: SQLFragment, _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) async throws -> GraphQLResolved {
        let reach = try context.reach(.read, .user)
        let asked = equal(arguments, "domain_name", "u.domain_name")
        guard let row = try await context.store.rows(of: Nouns.user, condition && asked).first else {
            guard reach > .own else { throw GraphQLError("Forbidden operation.") }
            return .null
        }
        let distance = context.requester.distance(toUser: row.text("id"), domain: row.text("domain_name"))
        if reach == .domain, distance == .other { return .null }
        try context.insist(on: .read, .user, at: distance)
        return .object(row)
    }

    /// Superadmins see every user, admins those of their domain.
    static func visibleUsers(
        _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) throws(GraphQLError) -> SQLFragment {
        var condition = equal(arguments, "domain_name", "u.domain_name")
        if case .domain(let domain) = try context.visible(.user) {
            condition = condition && SQLFragment("u.domain_name = ?", [.text(domain)])
        }
        if let group = arguments.string("group_id") {
            condition =
                condition
                && SQLFragment(
                    "EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?)", [.text(group)])
        }
        if let status = arguments.string("status") {
            condition = condition && SQLFragment("u.status = ?", [.text(status.lowercased())])
        } else if let isActive = arguments.bool("is_active") {
            condition = condition && SQLFragment("u.status \(isActive ? "=" : "<>") 'active'")
        }
        return condition
    }

    private static func visibleKeypairs(
        _ arguments: GraphQLArguments, _ context: GraphQLContext
    ) throws(GraphQLError) -> SQLFragment {
        var condition = equal(arguments, "domain_name", "u.domain_name") && active(arguments, "k.is_active")
        switch try context.visible(.keypair) {
        case .all: break
        case .domain(let domain): condition = condition && SQLFragment("u.domain_name = ?", [.text(domain)])
        case .own:
            guard [nil, context.requester.user.email].contains(arguments.string("email")) else {
                throw GraphQLError("Forbidden operation.")
            }
            condition = condition && SQLFragment("u.id = ?", [.text(context.requester.user.id)])
        }
        return condition && equal(arguments, "email", "u.email")
    }
}
