/// How a login in session mode ended.
public enum LoginOutcome: Sendable, Equatable {
    /// The manager knows the user from now on, by the cookie.
    case loggedIn(SessionCookie)
    /// A one-time password is wanted beside the password.
    case oneTimePasswordWanted
    /// The manager does not, and says why.
    case refused(title: String, details: String?)
}
