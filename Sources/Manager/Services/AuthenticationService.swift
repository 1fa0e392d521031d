import Core
import FoundationEssentials
import Signing
import Synchronization

/// What of a request takes part in authentication, as it was received.
struct SignedRequest: Sendable {
    let method: String
    /// The path and query, byte for byte.
    let target: String
    let host: String
    let contentType: String?
    let date: String?
    let apiVersion: String?
    /// Every `Authorization` header; more than one is refused.
    let authorization: [String]
}

/// Verifies signatures.
///
/// Keypairs are kept in memory, so that unknown, inactive and wrong keys take the same path and the same time.
/// Of a verified request nothing is remembered but the signing key derived for its day.
final class AuthenticationService: Sendable {
    private struct Entry {
        let record: KeypairRecord
        var dayKeys: [String: DayKey] = [:]
    }

    private let entries = Mutex<[AccessKey: Entry]>([:])
    private let now: @Sendable () -> Date
    /// What an unknown access key is verified with, so that it takes as long as a known one.
    private let stranger = SecretKey("no-such-secret-key-no-such-secret-key-00")

    init(now: @escaping @Sendable () -> Date = { Date() }) {
        self.now = now
    }

    /// Takes the keypairs to know from now on.
    func replace(with records: [KeypairRecord]) {
        entries.withLock { entries in
            entries = Dictionary(
                records.map { ($0.keypair.accessKey, Entry(record: $0)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    /// The keypair with that access key.
    func record(of accessKey: AccessKey) -> KeypairRecord? {
        entries.withLock { $0[accessKey]?.record }
    }

    /// Checks the version header, which even public routes insist on when it is there.
    static func checkVersion(_ version: String?) throws(BackendError) {
        guard let version, !APIVersion.accepted.contains(version) else { return }
        throw BackendError(.badRequest, "Unsupported API version.", hint: "this manager speaks \(APIVersion.current)")
    }

    /// Who signed `request`.
    ///
    /// - Throws: ``BackendError`` with the original's codes and messages.
    func authenticate(_ request: SignedRequest) throws(BackendError) -> Requester {
        guard request.authorization.count <= 1 else {
            throw BackendError(.invalidAuthentication, "more than one Authorization header")
        }
        guard let header = request.authorization.first, !header.isEmpty else {
            throw BackendError(.authenticationFailed, "Unauthorized access", hint: "sign the request with a keypair")
        }
        let date = try acceptableDate(request.date)
        let authorization: AuthorizationHeader
        do {
            authorization = try AuthorizationHeader(parsing: header)
        } catch {
            throw BackendError(.invalidAuthentication, error.rawValue)
        }
        guard let version = request.apiVersion else {
            throw BackendError(.invalidAuthentication, "API version missing in request headers")
        }
        let canonical = CanonicalRequest(
            method: request.method,
            target: request.target,
            date: request.date ?? "",
            host: request.host,
            contentType: request.contentType,
            apiVersion: version
        )
        let (record, key) = signingKey(of: authorization.accessKey, day: date.day)
        let isGenuine = key.verifies(authorization.signature, of: canonical)
        guard let record, record.isActive, record.user.status == "active" else {
            throw BackendError(.authenticationFailed, "Access key not found")
        }
        guard isGenuine else {
            throw BackendError(
                .authenticationFailed,
                "Signature mismatch",
                hint: "check the secret key, and that no proxy changes the Host header"
            )
        }
        return Requester(keypair: record)
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

    /// The keypair and its key of the day; a key of nobody for an access key that is not known.
    private func signingKey(of accessKey: AccessKey, day: String) -> (KeypairRecord?, DayKey) {
        let known = entries.withLock { entries -> (KeypairRecord, DayKey?)? in
            entries[accessKey].map { ($0.record, $0.dayKeys[day]) }
        }
        if let known, let key = known.1 { return (known.0, key) }
        let key = DayKey(secret: known?.0.keypair.secretKey ?? stranger, day: day)
        if known != nil {
            entries.withLock { entries in
                // Dates lie within 15 minutes of now in some zone, so three days are all there can be.
                if entries[accessKey]?.dayKeys.count ?? 0 >= 3 { entries[accessKey]?.dayKeys = [:] }
                entries[accessKey]?.dayKeys[day] = key
            }
        }
        return (known?.0, key)
    }
}
