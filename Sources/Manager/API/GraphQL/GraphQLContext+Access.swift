import Core
import GraphQL

/// Which rows of a list somebody may see.
enum VisibleRows: Sendable {
    case all
    case domain(String)
    case own
}

extension GraphQLContext {
    /// Insists that the requester may do that at that distance.
    ///
    /// - Throws: ``GraphQLError`` in the original's words.
    func insist(on action: Action, _ entity: Entity, at distance: Distance = .other) throws(GraphQLError) {
        guard distance <= (try reach(action, entity)) else { throw GraphQLError("Forbidden operation.") }
    }

    /// How far the requester reaches with an action.
    ///
    /// - Throws: ``GraphQLError`` where the role may not do it at all.
    func reach(_ action: Action, _ entity: Entity) throws(GraphQLError) -> Distance {
        let role = requester.user.role
        if let reach = AccessRules.reach(of: role, action, entity) { return reach }
        let isForAdmins = AccessRules.reach(of: .admin, action, entity) != nil
        switch role {
        case .monitor where isForAdmins:
            throw GraphQLError("Missing or invalid API parameters. (Unknown client role)")
        case .user where isForAdmins: throw GraphQLError("Insufficient privilege.")
        default: throw GraphQLError("Forbidden operation. (superadmin privilege required)")
        }
    }

    /// Which rows of a list the requester may see.
    func visible(_ entity: Entity) throws(GraphQLError) -> VisibleRows {
        switch try reach(.list, entity) {
        case .other: .all
        case .domain: .domain(requester.user.domain)
        case .own, .group: .own
        }
    }
}
