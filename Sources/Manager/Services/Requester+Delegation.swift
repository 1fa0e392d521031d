import Core

extension Requester {
    /// The keypair to act for: the requester's own, or one that an admin of its domain names.
    ///
    /// - Parameters:
    ///   - owner: The access key that was named; nil for none.
    ///   - action: What is to be done.
    ///   - entity: With which kind of the owner's things.
    ///   - authentication: Knows the keypairs.
    /// - Returns: Whose rights count.
    /// - Throws: ``BackendError`` in the original's words.
    func acting(
        for owner: AccessKey?, to action: Action, _ entity: Entity, among authentication: AuthenticationService
    ) throws(BackendError) -> KeypairRecord {
        guard let owner, owner != accessKey else {
            try insist(on: action, entity, at: .own)
            return keypair
        }
        let record = authentication.record(of: owner)
        if let record, record.user.id == user.id, may(action, entity, at: .own) { return record }
        guard may(action, entity, at: .group) else {
            throw BackendError(.forbidden, "Only admins can perform operations on behalf of other users.")
        }
        guard let record else { throw BackendError(.invalidParameters, "Unknown owner access key") }
        guard may(action, entity, at: distance(toUser: record.user.id, domain: record.user.domain)) else {
            throw BackendError(
                .forbidden, "Domain-admins can perform operations on behalf of other users in the same domain only.")
        }
        guard isSuperadmin || record.user.role != .superadmin else {
            throw BackendError(.forbidden, "Domain-admins cannot perform operations on behalf of super-admins.")
        }
        return record
    }
}
