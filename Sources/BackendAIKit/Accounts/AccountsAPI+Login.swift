public import Core
import Transport

extension AccountsAPI {
    /// Logs in, in session mode.
    ///
    /// - Parameters:
    ///   - username: The account's e-mail address or name.
    ///   - password: Its password.
    ///   - oneTimePassword: The second factor, where it is wanted.
    /// - Returns: How it ended; a refusal is no error.
    /// - Throws: ``ClientError``: the manager cannot be asked, or was asked too often.
    public func login(
        username: String, password: SecretKey, oneTimePassword: SecretKey? = nil
    ) async throws(ClientError) -> LoginOutcome {
        var members: [JSONValue.Member] = [
            .init("username", .string(username)), .init("password", .string(password.reveal())),
        ]
        if let oneTimePassword { members.append(.init("otp", .string(oneTimePassword.reveal()))) }
        let answer = try await client.exchange("POST", "/server/login", body: .object(members))
        guard let body = try? JSONValue(parsing: answer.body), case .bool(let isAuthenticated)? = body["authenticated"]
        else { throw .unexpectedAnswer("no `authenticated` in the answer of `POST /server/login`") }
        guard isAuthenticated else {
            let details = body["data"]?["details"]?.text
            if details == "OTP not provided" { return .oneTimePasswordWanted }
            return .refused(title: body["data"]?["title"]?.text ?? "The login was refused.", details: details)
        }
        guard let cookie = SessionCookie(setBy: answer.headers.values(for: "Set-Cookie")) else {
            throw .unexpectedAnswer("no cookie in the answer of `POST /server/login`")
        }
        return .loggedIn(cookie)
    }

    /// Logs out, in session mode.
    public func logout() async throws(ClientError) {
        _ = try await client.exchange("POST", "/server/logout")
    }

    /// Whether the manager knows the user of this client's cookie.
    public func isLoggedIn() async throws(ClientError) -> Bool {
        try await client.send("POST", "/server/login-check")["authenticated"] == .bool(true)
    }
}
