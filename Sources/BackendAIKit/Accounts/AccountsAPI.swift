public import Core

/// Who the requester is, and passwords.
public struct AccountsAPI: Sendable {
    let client: BackendAIClient

    /// Asks the manager to recognise the keypair or the login of this client.
    ///
    /// - Throws: ``ClientError``, with the manager's reason when it does not.
    public func check() async throws(ClientError) {
        let answer = try await client.send("GET", "/auth?echo=backend.ai")
        guard answer["authorized"]?.text == "yes" else {
            throw .unexpectedAnswer("no `authorized` in the answer of `GET /auth`")
        }
    }

    /// The keypair of an account, by its password.
    ///
    /// - Parameters:
    ///   - username: The account's e-mail address or name.
    ///   - password: Its password.
    /// - Returns: The keypair, and the role that it has.
    /// - Throws: ``ClientError``.
    public func authorize(username: String, password: SecretKey) async throws(ClientError) -> (Keypair, role: String?) {
        let body: JSONValue = [
            "type": "keypair", "domain": .string(client.configuration.domain), "username": .string(username),
            "password": .string(password.reveal()),
        ]
        let data = try await client.send("POST", "/auth/authorize", body: body, isSigned: false)["data"]
        guard let access = data?["access_key"]?.text, let secret = data?["secret_key"]?.text else {
            throw .unexpectedAnswer("no keypair in the answer of `POST /auth/authorize`")
        }
        return (Keypair(accessKey: AccessKey(rawValue: access), secretKey: SecretKey(secret)), data?["role"]?.text)
    }

    /// Changes the requester's password.
    public func updatePassword(old: SecretKey, new: SecretKey) async throws(ClientError) {
        _ = try await client.send(
            "POST", "/auth/update-password",
            body: [
                "old_password": .string(old.reveal()), "new_password": .string(new.reveal()),
                "new_password2": .string(new.reveal()),
            ])
    }

    /// Changes a password that has expired, without a login.
    ///
    /// - Parameters:
    ///   - username: The account.
    ///   - domain: Its domain.
    ///   - current: Its password until now.
    ///   - new: Its password from now on.
    /// - Throws: ``ClientError``, also where the manager lets no password expire.
    public func updatePassword(
        ofUser username: String, domain: String, current: SecretKey, new: SecretKey
    ) async throws(ClientError) {
        let isSession = client.configuration.kind == .session
        var members: [JSONValue.Member] = isSession ? [] : [.init("domain", .string(domain))]
        members += [
            .init("username", .string(username)), .init("current_password", .string(current.reveal())),
            .init("new_password", .string(new.reveal())),
        ]
        let target = isSession ? "/server/update-password-no-auth" : "/auth/update-password-no-auth"
        _ = try await client.send("POST", target, body: .object(members), isSigned: isSession)
    }
}
