import Core

extension Requester {
    /// The keypair to act for: the requester's own, or one that an admin of its domain names.
    ///
    /// - Parameters:
    ///   - owner: The access key that was named; nil for none.
    ///   - authentication: Knows the keypairs.
    /// - Returns: Whose rights count.
    /// - Throws: ``BackendError`` in the original's words.
    func acting(for owner: AccessKey?, among authentication: AuthenticationService) throws(BackendError)
        -> KeypairRecord
    {
        guard let owner, owner != accessKey else { return keypair }
        guard isAdmin else {
            throw BackendError(.forbidden, "Only admins can perform operations on behalf of other users.")
        }
        guard let record = authentication.record(of: owner) else {
            throw BackendError(.invalidParameters, "Unknown owner access key")
        }
        guard isSuperadmin || record.user.domain == user.domain else {
            throw BackendError(
                .forbidden, "Domain-admins can perform operations on behalf of other users in the same domain only.")
        }
        guard isSuperadmin || record.user.role != .superadmin else {
            throw BackendError(.forbidden, "Domain-admins cannot perform operations on behalf of super-admins.")
        }
        return record
    }
}
