public import Core

/// What `manager.toml` says of those who may ask, and how.
public struct WebConfiguration: Sendable, Equatable {
    /// The origins whose pages may read answers in a browser; `*` is every one.
    public var allowedOrigins: [String]
    /// The proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: ClientNetworks
    /// Which signatures are accepted, whatever a keypair's own policy.
    public var signaturePolicy: SignaturePolicy
    /// The most nonces that are kept; each costs about 40 bytes for up to half an hour.
    public var nonceLimit: Int

    /// The usual values.
    public init(
        allowedOrigins: [String] = ["*"], trustedProxies: ClientNetworks = .none,
        signaturePolicy: SignaturePolicy = .legacy, nonceLimit: Int = 524_288
    ) {
        self.allowedOrigins = allowedOrigins
        self.trustedProxies = trustedProxies
        self.signaturePolicy = signaturePolicy
        self.nonceLimit = nonceLimit
    }

    /// What authentication needs of it.
    var authentication: AuthenticationService.Settings {
        .init(policy: signaturePolicy, nonces: nonceLimit, proxies: trustedProxies)
    }
}
