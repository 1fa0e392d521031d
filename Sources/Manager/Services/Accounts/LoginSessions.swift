import Core
import Signing

/// What a browser shows to be known again.
struct LoginCookie: Sendable, Equatable {
    /// The original's name, which its client looks for.
    static let name = "AIOHTTP_SESSION"

    /// 64 hexadecimal digits.
    private let token: String

    /// A new one.
    ///
    /// - Throws: ``RandomnessUnavailable``.
    static func random() throws -> LoginCookie { LoginCookie(token: hexadecimal(try randomBytes(32))) }

    private init(token: String) { self.token = token }

    /// Finds it in the header `Cookie`; nil when it is not there, or cannot be one of ours.
    init?(in header: String?) {
        for pair in (header ?? "").split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == LoginCookie.name else { continue }
            let value = parts[1].filter { $0 != " " && $0 != "\"" }
            guard value.utf8.count == 64, value.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 && $0 < 0x7f }) else {
                return nil
            }
            self.init(token: value)
            return
        }
        return nil
    }

    /// The name of the login, which tells nothing of the token.
    var id: String { hexadecimal(HMAC.digest(Array(token.utf8))) }

    /// The value of `Set-Cookie`.
    ///
    /// - Parameters:
    ///   - lifetime: Seconds.
    ///   - isSecure: Whether it came by TLS, and may go by nothing else.
    /// - Returns: The value.
    func header(lifetime: Int64, isSecure: Bool) -> String {
        LoginCookie.header(token, lifetime: lifetime) + (isSecure ? "; Secure" : "")
    }

    /// The value of `Set-Cookie` that takes it away.
    static let removal = header("", lifetime: 0)

    private static func header(_ value: String, lifetime: Int64) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(lifetime); HttpOnly; SameSite=Strict"
    }
}

/// The logins of session mode: kept by the manager, each bound to one keypair.
struct LoginSessions: Sendable {
    /// Seconds until a login ends by itself: the original's week.
    static let lifetime: Int64 = 604_800

    let store: Store

    /// Starts a login for a keypair.
    ///
    /// - Returns: What shows it.
    /// - Throws: ``StoreError``, ``RandomnessUnavailable``.
    func begin(_ accessKey: AccessKey) async throws -> LoginCookie {
        let (cookie, now) = (try LoginCookie.random(), Timestamp.now())
        try await store.add(
            LoginRecord(id: cookie.id, accessKey: accessKey, expiresAt: now + LoginSessions.lifetime * 1_000_000),
            at: now)
        return cookie
    }

    /// The login that a cookie shows; nil for none, or one that has ended.
    func find(_ cookie: LoginCookie?) async throws(StoreError) -> LoginRecord? {
        guard let cookie else { return nil }
        return try await store.login(cookie.id, at: Timestamp.now())
    }

    /// Ends the login that a cookie shows.
    func end(_ cookie: LoginCookie) async throws(StoreError) { try await store.removeLogin(cookie.id) }
}
