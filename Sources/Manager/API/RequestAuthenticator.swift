import Core

/// Tells who makes a request: by its signature, or, below `/func`, by the cookie of a login.
struct RequestAuthenticator: Sendable {
    let signatures: AuthenticationService
    let logins: LoginSessions
    let cors: CORSPolicy

    /// Who makes a request, as long as it may pass.
    ///
    /// - Returns: Who, what is left of the rate limit, and what the body must be.
    /// - Throws: ``BackendError`` with the original's codes and messages, or ``StoreError``.
    func admit(_ received: ReceivedRequest) async throws -> Admission {
        let proxies = signatures.settings.proxies
        guard received.mode == .session else {
            return try signatures.admit(received.signed, from: received.client(behind: proxies))
        }
        try checkOrigin(of: received)
        guard let login = try await logins.find(received.cookie) else {
            throw BackendError(.authenticationFailed, "Unauthorized access", hint: "log in: `backend.ai login`")
        }
        var admission = try signatures.admit(login.accessKey, from: received.client(behind: proxies))
        admission.login = login.id
        return admission
    }

    /// Refuses a request that a page of another origin makes a browser send, with the cookie of whoever reads it.
    ///
    /// Programs that are no browsers send no origin.
    ///
    /// - Throws: ``BackendError`` 403.
    func checkOrigin(of received: ReceivedRequest) throws(BackendError) {
        guard let origin = received.origin, !cors.trusts(origin, of: received.signed.host) else { return }
        throw BackendError(
            .forbidden, "pages of `\(origin.prefix(200))` may not act for those who are logged in here",
            hint: "name the origin in `allowed-origins` of manager.toml")
    }
}
