import Core
import FoundationEssentials
import Signing
import Synchronization

/// Verifies signatures, and counts the requests and the failures of those who sign.
///
/// Keypairs are kept in memory, so that unknown, inactive and wrong keys take the same path and the same time.
/// Of a verified request nothing is remembered but the signing key derived for its day, its count, and its nonce where it
/// has one.
final class AuthenticationService: Sendable {
    /// What the server as a whole insists on.
    struct Settings: Sendable {
        /// Which signatures are accepted, whatever a keypair's own policy.
        var policy = SignaturePolicy.legacy
        /// The most nonces that are kept.
        var nonces = 524_288
        /// Who is believed about the address of a client.
        var proxies = ClientNetworks.none
    }

    let settings: Settings
    /// The failures of signing and of logging in.
    let attempts: AttemptLimits
    // Mutexes, since nothing suspends while they are held.
    private let entries = Mutex<[AccessKey: KeypairEntry]>([:])
    private let nonces: Mutex<NonceCache>
    private let revocations = Revocations()
    private let now: @Sendable () -> Date
    private let uptime: @Sendable () -> Int
    /// What an unknown access key is verified with, so that it takes as long as a known one.
    private let stranger = SecretKey("no-such-secret-key-no-such-secret-key-00")

    /// A service that knows nobody yet.
    ///
    /// - Parameters:
    ///   - settings: What the server insists on.
    ///   - now: The clock that dates are checked by.
    ///   - uptime: Seconds of a clock that is never set.
    init(
        _ settings: Settings = Settings(), now: @escaping @Sendable () -> Date = { Date() },
        uptime: @escaping @Sendable () -> Int = AttemptLimits.uptime
    ) {
        self.settings = settings
        self.now = now
        self.uptime = uptime
        attempts = AttemptLimits(seconds: uptime)
        nonces = Mutex(NonceCache(limit: settings.nonces, since: now()))
    }

    /// Takes the keypairs to know from now on; those that are known already keep their count of requests.
    func replace(with records: [KeypairRecord]) {
        entries.withLock { entries in
            let former = entries
            entries = Dictionary(
                records.map { ($0.keypair.accessKey, KeypairEntry($0, after: former[$0.keypair.accessKey])) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        revocations.tell { entry(of: $0)?.record.mayBeUsed ?? false }
    }

    /// Something once the keypair is out of use: streams end then, as requests are refused.
    func revocation(of accessKey: AccessKey) -> AsyncStream<Void> {
        let stream = revocations.watch(accessKey)
        // It may have been taken out of use since the request was admitted.
        revocations.tell { $0 != accessKey || entry(of: $0)?.record.mayBeUsed ?? false }
        return stream
    }

    /// The keypair with that access key.
    func record(of accessKey: AccessKey) -> KeypairRecord? { entry(of: accessKey)?.record }

    /// How a keypair has been used since that was written down; nil when it has not been used since the manager began.
    func use(of accessKey: AccessKey) -> KeypairUse? { entry(of: accessKey)?.use }

    /// How keypairs have been used, which counts as written down from now on.
    func takeUses() -> [KeypairUse] { entries.withLock { Array($0.values) }.compactMap { $0.takeUse() } }

    /// Takes back what could not be written down.
    func giveBack(_ uses: [KeypairUse]) {
        for use in uses { entry(of: use.accessKey)?.giveBack(use) }
    }

    private func entry(of accessKey: AccessKey) -> KeypairEntry? { entries.withLock { $0[accessKey] } }

    /// Checks the version header, which even public routes insist on when it is there.
    static func checkVersion(_ version: String?) throws(BackendError) {
        guard let version, !APIVersion.accepted.contains(version) else { return }
        throw BackendError(.badRequest, "Unsupported API version.", hint: "this manager speaks \(APIVersion.current)")
    }

    /// Who signed `request`, as long as it may pass.
    ///
    /// - Parameters:
    ///   - request: What was received.
    ///   - client: The address it comes from, if it has one.
    /// - Returns: Who signed, what is left of the rate limit, and what the body must be.
    /// - Throws: ``BackendError`` with the original's codes and messages.
    func admit(_ request: SignedRequest, from client: @autoclosure () -> IPAddress?) throws(BackendError) -> Admission {
        let claim = try claim(of: request)
        let name = claim.authorization.accessKey.rawValue
        try attempts.check(name, from: client(), isCostly: false)
        let entry: KeypairEntry
        do throws(BackendError) {
            entry = try verify(request, claim)
        } catch {
            if error.code == .authenticationFailed { try attempts.fail(name, from: client()) }
            throw error
        }
        attempts.succeed(name, from: client())
        try check(client(), of: entry.record.user)
        let rate = try count(entry)
        let coversBody = claim.authorization.scheme == .body
        if coversBody { try spend(request.nonce, dated: claim.date, of: entry.record) }
        return Admission(
            requester: Requester(keypair: entry.record), rate: rate, digest: coversBody ? request.digest : nil)
    }

    /// Counts a request that another way has shown to be of `accessKey`, such as a session's cookie.
    ///
    /// - Throws: ``BackendError`` 429 beyond the limit, 401 for a keypair or an address that may not.
    func admit(_ accessKey: AccessKey, from client: IPAddress?) throws(BackendError) -> Admission {
        guard let entry = entry(of: accessKey), entry.record.mayBeUsed else {
            throw BackendError(.authenticationFailed, "Access key not found")
        }
        try check(client, of: entry.record.user)
        return Admission(requester: Requester(keypair: entry.record), rate: try count(entry), digest: nil)
    }

    /// Refuses a user whose requests may not come from `client`.
    func check(_ client: @autoclosure () -> IPAddress?, of user: UserRecord) throws(BackendError) {
        guard let networks = user.allowedNetworks else { return }
        let address = client()
        guard let address, networks.contains(address) else {
            let text = address.map { "\($0)" } ?? "unknown"
            throw BackendError(.authenticationFailed, "'\(text)' is not allowed IP address")
        }
    }

    /// Who signed `request`, whatever its number and where it comes from.
    ///
    /// - Throws: ``BackendError`` with the original's codes and messages.
    func authenticate(_ request: SignedRequest) throws(BackendError) -> Requester {
        Requester(keypair: try verify(request, try claim(of: request)).record)
    }

    /// What a request says of itself.
    private struct Claim {
        let authorization: AuthorizationHeader
        let date: RequestDate
    }

    private func claim(of request: SignedRequest) throws(BackendError) -> Claim {
        guard request.authorization.count <= 1 else {
            throw BackendError(.invalidAuthentication, "more than one Authorization header")
        }
        guard let header = request.authorization.first, !header.isEmpty else {
            throw BackendError(.authenticationFailed, "Unauthorized access", hint: "sign the request with a keypair")
        }
        let date = try acceptableDate(request.date)
        do {
            return Claim(authorization: try AuthorizationHeader(parsing: header), date: date)
        } catch {
            throw BackendError(.invalidAuthentication, error.rawValue)
        }
    }

    private func verify(_ request: SignedRequest, _ claim: Claim) throws(BackendError) -> KeypairEntry {
        let authorization = claim.authorization
        guard let version = request.apiVersion else {
            throw BackendError(.invalidAuthentication, "API version missing in request headers")
        }
        var seal: BodySeal?
        if authorization.scheme == .body {
            seal = BodySeal(nonce: request.nonce ?? "", digest: request.digest ?? "")
            guard seal?.isWellFormed == true else {
                throw BackendError(
                    .invalidAuthentication, "Missing or malformed nonce or body hash",
                    hint: "a nonce has 32 lower-case hexadecimal digits, the SHA-256 of the body 64")
            }
        }
        let canonical = CanonicalRequest(
            method: request.method, target: request.target, date: request.date ?? "", host: request.host,
            contentType: request.contentType, apiVersion: version, seal: seal)
        let entry = entry(of: authorization.accessKey)
        let key = entry?.key(of: claim.date.day) ?? DayKey(secret: stranger, day: claim.date.day)
        let isGenuine = key.verifies(authorization.signature, of: canonical)
        guard let entry, entry.record.mayBeUsed else {
            throw BackendError(.authenticationFailed, "Access key not found")
        }
        guard isGenuine else {
            throw BackendError(
                .authenticationFailed,
                "Signature mismatch",
                hint: "check the secret key, and that no proxy changes the Host header"
            )
        }
        guard [settings.policy, entry.record.signaturePolicy].allSatisfy({ $0.accepts(authorization.scheme) }) else {
            throw BackendError(
                .invalidAuthentication, "The signature must cover the body",
                hint: "use a client that signs by \(SignatureScheme.body.rawValue)")
        }
        return entry
    }

    private func count(_ entry: KeypairEntry) throws(BackendError) -> RateLimit {
        let limit = entry.record.rateLimit
        switch entry.count(at: uptime()) {
        case .admitted(let remaining): return RateLimit(limit: limit, remaining: remaining)
        case .refused(let seconds):
            throw BackendError(
                .rateLimitExceeded, hint: "at most \(limit) requests in \(RateWindow.length / 60) minutes",
                retryAfter: seconds)
        }
    }

    /// Lets a nonce pass once.
    private func spend(_ text: String?, dated date: RequestDate, of record: KeypairRecord) throws(BackendError) {
        guard let nonce = UInt128(text ?? "", radix: 16) else { throw BackendError(.invalidAuthentication) }
        let now = now()
        let accessKey = record.keypair.accessKey
        switch nonces.withLock({ $0.admit(nonce, of: accessKey, dated: date.instant, at: now) }) {
        case .admitted: return
        case .replayed:
            throw BackendError(.authenticationFailed, "Replayed request", hint: "sign every request anew")
        case .unknown(let seconds):
            throw BackendError(
                .serviceUnavailable, "It cannot be told whether this request has come before",
                hint: "sign it anew in \(seconds) seconds", retryAfter: seconds)
        }
    }

    private func acceptableDate(_ text: String?) throws(BackendError) -> RequestDate {
        guard let text, let date = RequestDate(parsing: text) else {
            throw BackendError(.invalidAuthentication, "Date/time sync error", hint: "send a Date header in ISO 8601")
        }
        let now = now()
        guard date.isAcceptable(at: now) else {
            let skew = Int(date.instant.timeIntervalSince(now).rounded())
            let words = "\(abs(skew)) seconds \(skew > 0 ? "ahead of" : "behind") the manager's"
            throw BackendError(
                .invalidAuthentication,
                "Date/time sync error",
                data: ["skew": .integer(Int64(skew))],
                hint: "the client's clock is \(words): set it right"
            )
        }
        return date
    }
}
