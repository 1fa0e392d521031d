import Core

extension Requester {
    /// How far something is from the requester.
    ///
    /// - Parameters:
    ///   - user: The id of whom it belongs to; nil when it belongs to no user.
    ///   - domain: The domain that it belongs to; nil when it belongs to none.
    ///   - isShared: Whether the requester shares it with others: a group they belong to, what their keypair is given.
    /// - Returns: The distance.
    func distance(toUser user: String? = nil, domain: String? = nil, isShared: Bool = false) -> Distance {
        if let user, user == self.user.id { return .own }
        if isShared { return .group }
        return domain == self.user.domain ? .domain : .other
    }

    /// Whether the requester may do that, at that distance.
    func may(_ action: Action, _ entity: Entity, at distance: Distance) -> Bool {
        AccessRules.allows(user.role, action, entity, at: distance)
    }

    /// Insists that the requester may do that.
    ///
    /// - Throws: ``BackendError`` in the words that the original has for a route that its guard refuses.
    func insist(on action: Action, _ entity: Entity, at distance: Distance = .other) throws(BackendError) {
        guard may(action, entity, at: distance) else {
            throw BackendError(
                .authenticationFailed, "Unauthorized access",
                hint: "the role `\(user.role.rawValue)` may not \(action.rawValue) this \(entity.rawValue)")
        }
    }
}
