import Core

/// Whom a route is for, in the words of ``AccessRules``; the signature is checked before.
enum RouteAccess: Sendable {
    /// It concerns nobody's things, or says by its address whose.
    case everybody
    /// Who may do that with something at that distance.
    case rule(Action, Entity, at: Distance)
    /// Who may do that with something at all; how far what the request names is, the route's service checks.
    case owned(Action, Entity)

    /// Lets only those pass that the rules let.
    ///
    /// - Throws: ``BackendError`` 401, as the original's guards.
    func check(_ requester: Requester) throws(BackendError) {
        switch self {
        case .everybody: return
        case .rule(let action, let entity, let distance): try requester.insist(on: action, entity, at: distance)
        case .owned(let action, let entity): try requester.insist(on: action, entity, at: .own)
        }
    }
}
