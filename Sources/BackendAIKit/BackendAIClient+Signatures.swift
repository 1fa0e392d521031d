import Core
import Signing
import Transport

/// How requests are signed: as the manager has offered, never less than it once did.
extension BackendAIClient {
    /// The scheme of the next signed request; a manager that is not known is asked.
    func scheme() async throws(ClientError) -> SignatureScheme {
        guard configuration.keypair != nil else { return .head }
        let known = signatures.recall(configuration.endpoint)
        if let known, !known.isStale(at: now()) { return known.scheme }
        let answer: JSONValue
        do throws(ClientError) {
            answer = try await send("GET", "/", isSigned: false)
        } catch {
            // Whatever it is, the request itself tells it better.
            return .head
        }
        return try note(offer: answer)
    }

    /// Takes note of what the answer to `GET /` offers.
    ///
    /// - Throws: ``ClientError/downgraded(endpoint:memory:)`` when that is less than it was.
    func note(offer answer: JSONValue) throws(ClientError) -> SignatureScheme {
        let offered = answer["signatures"]?.items?.contains(.string(SignatureScheme.body.rawValue)) ?? false
        let known = signatures.recall(configuration.endpoint)
        if known?.scheme == .body {
            guard offered else { throw downgrade }
            return .body
        }
        let scheme = offered ? SignatureScheme.body : .head
        signatures.remember(RememberedScheme(scheme: scheme, asked: now()), of: configuration.endpoint)
        return scheme
    }

    /// The failure that an answer reports.
    func failure(_ response: HTTPResponse, _ scheme: SignatureScheme?) -> ClientError {
        let report = ProblemReport(status: response.status, body: response.body)
        let isUnknown = report.message == AuthorizationHeader.Malformed.signMethod.rawValue
        return scheme == .body && isUnknown ? downgrade : .problem(report)
    }

    private var downgrade: ClientError {
        .downgraded(endpoint: configuration.endpoint.description, memory: signatures.place)
    }
}

extension BodySeal {
    /// Seals a body with a nonce of the system's randomness.
    static func random(for body: [UInt8]) -> BodySeal {
        let nonce = String(UInt128.random(in: .min ... .max), radix: 16)
        let digest = body.isEmpty ? CanonicalRequest.emptyBodyHash : hexadecimal(HMAC.digest(body))
        return BodySeal(nonce: String(repeating: "0", count: 32 - nonce.count) + nonce, digest: digest)
    }
}
