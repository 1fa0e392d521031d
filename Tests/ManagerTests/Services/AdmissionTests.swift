import Core
import FoundationEssentials
import Signing
import Synchronization
import Testing

@testable import Manager

@Suite("Admission of signed requests")
struct AdmissionTests {
    private static let keypair = Keypair(accessKey: AccessKey(rawValue: "KEY"), secretKey: SecretKey("secret"))
    private static let now = Date(timeIntervalSince1970: 1_696_163_696)
    private static let home = IPAddress(version4: 0x7f00_0001)

    private static func record(
        _ keypair: Keypair = keypair, limit: Int = 100, policy: SignaturePolicy = .legacy, networks: [String]? = nil
    ) throws -> KeypairRecord {
        let user = UserRecord(
            id: "u", email: "e", username: "n", fullName: "f", role: .user, status: "active", domain: "default",
            allowedNetworks: try networks.map { try ClientNetworks(parsing: $0) })
        return KeypairRecord(
            keypair: keypair, isActive: true, isAdmin: false, resourcePolicy: "default", rateLimit: limit,
            createdAt: 0, user: user, signaturePolicy: policy)
    }

    private static func service(
        _ record: KeypairRecord, _ settings: AuthenticationService.Settings = .init(),
        uptime: @escaping @Sendable () -> Int = { 0 }
    ) -> AuthenticationService {
        let service = AuthenticationService(settings, now: { now }, uptime: uptime)
        service.replace(with: [record])
        return service
    }

    /// A request that is signed rightly, unless told otherwise.
    private static func request(
        by keypair: Keypair = keypair, body: String? = nil, nonce: String = String(repeating: "1", count: 32),
        claimed: SignatureScheme? = nil, dated date: Date = now
    ) -> SignedRequest {
        let header = RequestDate.header(for: date)
        let seal = body.map { BodySeal(nonce: nonce, digest: hexadecimal(HMAC.digest(Array($0.utf8)))) }
        let canonical = CanonicalRequest(
            method: "POST", target: "/auth", date: header.text, host: "h", contentType: nil, apiVersion: "v7.20230615",
            seal: seal)
        let signature = keypair.authorization(for: canonical, day: header.day).signature
        let authorization = AuthorizationHeader(
            accessKey: keypair.accessKey, signature: signature, scheme: claimed ?? (seal == nil ? .head : .body))
        return SignedRequest(
            method: "POST", target: "/auth", host: "h", contentType: nil, date: header.text, apiVersion: "v7.20230615",
            authorization: [authorization.text], nonce: seal?.nonce, digest: seal?.digest)
    }

    @Test("tells what is left of the rate limit, and refuses what is beyond it until the window has moved")
    func rate() throws {
        let seconds = Atomic(0)
        let service = Self.service(try Self.record(limit: 2)) { seconds.load(ordering: .relaxed) }
        #expect(try service.admit(Self.request(), from: Self.home).rate == RateLimit(limit: 2, remaining: 1))
        #expect(try service.admit(Self.request(), from: Self.home).rate == RateLimit(limit: 2, remaining: 0))
        let error = #expect(throws: BackendError.self) { try service.admit(Self.request(), from: Self.home) }
        #expect(error?.code == .rateLimitExceeded)
        #expect(error?.retryAfter == 930)
        // A keypair that is changed meanwhile goes on counting.
        service.replace(with: [try Self.record(limit: 3)])
        #expect(try service.admit(Self.request(), from: Self.home).rate == RateLimit(limit: 3, remaining: 0))
        seconds.store(930, ordering: .relaxed)
        #expect(try service.admit(Self.request(), from: Self.home).rate == RateLimit(limit: 3, remaining: 2))
    }

    @Test("only requests whose signature is right count")
    func unverified() throws {
        let service = Self.service(try Self.record(limit: 1))
        let stranger = Keypair(accessKey: Self.keypair.accessKey, secretKey: SecretKey("wrong"))
        for _ in 0..<5 {
            #expect(throws: BackendError.self) { try service.admit(Self.request(by: stranger), from: nil) }
        }
        #expect(try service.admit(Self.request(), from: nil).rate.remaining == 0)
    }

    @Test("is kept from guessing: after ten failures an address waits, others do not")
    func failures() throws {
        let service = Self.service(try Self.record())
        let stranger = Keypair(accessKey: Self.keypair.accessKey, secretKey: SecretKey("wrong"))
        for _ in 0..<11 {
            let error = #expect(throws: BackendError.self) {
                try service.admit(Self.request(by: stranger), from: Self.home)
            }
            #expect(error?.code == .authenticationFailed)
        }
        let error = #expect(throws: BackendError.self) { try service.admit(Self.request(), from: Self.home) }
        #expect(error?.code == .tooManyRequests)
        #expect(error?.retryAfter == 1)
        _ = try service.admit(Self.request(), from: IPAddress(version4: 0x7f00_0002))
    }

    @Test("lets a user's requests come from the networks that are allowed, and from nowhere else")
    func networks() throws {
        let service = Self.service(try Self.record(networks: ["10.1.*.*"]))
        _ = try service.admit(Self.request(), from: IPAddress(parsing: "10.1.2.3"))
        for (address, name) in [(IPAddress(parsing: "10.2.0.1"), "10.2.0.1"), (nil, "unknown")] {
            let error = #expect(throws: BackendError.self) { try service.admit(Self.request(), from: address) }
            #expect(error?.code == .authenticationFailed)
            #expect(error?.message == "'\(name)' is not allowed IP address")
        }
        let nowhere = Self.service(try Self.record(networks: []))
        #expect(throws: BackendError.self) { try nowhere.admit(Self.request(), from: Self.home) }
    }

    @Test("a signature that covers the body tells the hash that the body must have, and passes once")
    func sealed() throws {
        let service = Self.service(try Self.record())
        let request = Self.request(body: "{}")
        let admission = try service.admit(request, from: Self.home)
        #expect(admission.digest == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        let error = #expect(throws: BackendError.self) { try service.admit(request, from: Self.home) }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message == "Replayed request")
        _ = try service.admit(Self.request(body: "{}", nonce: String(repeating: "2", count: 32)), from: Self.home)
    }

    @Test("the lines that cover the body cannot be left out or added afterwards")
    func stripped() throws {
        let service = Self.service(try Self.record())
        for request in [Self.request(body: "{}", claimed: .head), Self.request(claimed: .body)] {
            #expect(throws: BackendError.self) { try service.admit(request, from: nil) }
        }
        var changed = Self.request(body: "{}")
        changed.digest = String(repeating: "0", count: 64)
        let error = #expect(throws: BackendError.self) { try service.admit(changed, from: nil) }
        #expect(error?.message == "Signature mismatch")
        changed.digest = nil
        #expect(throws: BackendError.self) { try service.admit(changed, from: nil) }
    }

    @Test("a keypair, or the server, may insist on signatures that cover the body")
    func policies() throws {
        let strict = AuthenticationService.Settings(policy: .bodySigned)
        for service in [Self.service(try Self.record(policy: .bodySigned)), Self.service(try Self.record(), strict)] {
            let error = #expect(throws: BackendError.self) { try service.admit(Self.request(), from: nil) }
            #expect(error?.code == .invalidAuthentication)
            #expect(error?.message == "The signature must cover the body")
            _ = try service.admit(Self.request(body: ""), from: nil)
        }
    }

    @Test("when there is no room for a nonce the answer is 503 and says when to try again")
    func full() throws {
        let service = Self.service(try Self.record(), .init(nonces: 1))
        _ = try service.admit(Self.request(body: ""), from: nil)
        let other = Self.request(body: "", nonce: String(repeating: "2", count: 32))
        let error = #expect(throws: BackendError.self) { try service.admit(other, from: nil) }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.retryAfter.map { (1...960).contains($0) } == true)
    }

    @Test("what is dated before the manager began cannot be told from a repetition")
    func before() throws {
        let service = Self.service(try Self.record())
        let error = #expect(throws: BackendError.self) {
            try service.admit(Self.request(body: "", dated: Self.now - 5), from: nil)
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.retryAfter == 5)
    }

    @Test("whoever has shown a session's cookie is counted and kept to the networks as well")
    func cookies() throws {
        let service = Self.service(try Self.record(limit: 1, networks: ["127.0.0.1"]))
        #expect(try service.admit(Self.keypair.accessKey, from: Self.home).rate.remaining == 0)
        let limited = #expect(throws: BackendError.self) {
            try service.admit(Self.keypair.accessKey, from: Self.home)
        }
        #expect(limited?.code == .rateLimitExceeded)
        #expect(throws: BackendError.self) { try service.admit(Self.keypair.accessKey, from: nil) }
        #expect(throws: BackendError.self) { try service.admit(AccessKey(rawValue: "other"), from: Self.home) }
    }
}
