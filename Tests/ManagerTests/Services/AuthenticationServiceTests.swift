import Core
import FoundationEssentials
import Signing
import Testing

@testable import Manager

@Suite("Authentication")
struct AuthenticationServiceTests {
    /// The date of the original's vectors: 2023-10-01 12:34:56.789012 UTC.
    private static let date = "2023-10-01T12:34:56.789012+00:00"
    private static let keypair = Keypair(
        accessKey: AccessKey(rawValue: "AKIAIOSFODNN7EXAMPLE"),
        secretKey: SecretKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    )

    private static func service(at seconds: Double = 1_696_163_696) -> AuthenticationService {
        let service = AuthenticationService { Date(timeIntervalSince1970: seconds) }
        service.replace(with: [
            record(keypair), record(named("INACTIVE"), isActive: false),
            record(named("FORMER"), userStatus: "inactive"),
        ])
        return service
    }

    private static func named(_ name: String) -> Keypair {
        Keypair(accessKey: AccessKey(rawValue: name), secretKey: SecretKey("secret"))
    }

    private static func record(_ keypair: Keypair, isActive: Bool = true, userStatus: String = "active")
        -> KeypairRecord
    {
        let user = UserRecord(
            id: "u", email: "e", username: "n", fullName: "f", role: .user, status: userStatus, domain: "default")
        return KeypairRecord(
            keypair: keypair, isActive: isActive, isAdmin: false, resourcePolicy: "default", rateLimit: 0, createdAt: 0,
            user: user
        )
    }

    /// A request that is signed rightly, unless told otherwise.
    private static func request(
        by keypair: Keypair = keypair, method: String = "POST", target: String = "/session",
        contentType: String? = "application/json", date: String? = date, day: String = "20231001",
        version: String? = "v7.20230615", authorization: [String]? = nil
    ) -> SignedRequest {
        let canonical = CanonicalRequest(
            method: method, target: target, date: date ?? "", host: "127.0.0.1:8081", contentType: contentType,
            apiVersion: version ?? "v7.20230615"
        )
        return SignedRequest(
            method: method, target: target, host: "127.0.0.1:8081", contentType: contentType, date: date,
            apiVersion: version, authorization: authorization ?? [keypair.authorization(for: canonical, day: day).text]
        )
    }

    private static func header(_ signature: String) -> String {
        "BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:\(signature)"
    }

    @Test(
        "accepts the signatures that the original client makes",
        arguments: [
            (
                "POST", "/session", "application/json",
                "4ae8522f1a4601d8fd89d391edff714f16326b5aa4a0b32c540ba8d7ac48acb8"
            ),
            (
                "GET", "/session/mysess/logs", "text/plain",
                "7a600ae15a5f1349b9766eee48e21c1bca3d72d34cfb370eda7f55319c6a30d0"
            ),
            (
                "GET", "/stream/session/4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c/execute", nil,
                "2c2c3ecebaf315e220b07e54c6765d59d64b2c413f764498974406a8a5b603ef"
            ),
            (
                "POST", "/session/mysess/upload", "multipart/form-data; boundary=0123456789",
                "bdeda0375a20ec0c19b3cde5dce9c42cf3ae01cea87715d94fbb8d82a4ba9432"
            ),
            (
                "GET", "/events/session?sessionName=mysess&scope=*", nil,
                "deafc72dbc563af1089bb53927539345bf62d4a9697f15dc641f6585f8aac351"
            ),
        ] as [(String, String, String?, String)]
    )
    func vectors(method: String, target: String, contentType: String?, signature: String) throws {
        let request = Self.request(
            method: method, target: target, contentType: contentType, authorization: [Self.header(signature)])

        #expect(try Self.service().authenticate(request).accessKey == Self.keypair.accessKey)
    }

    @Test("accepts a date in any offset and form, signed with the day of that offset")
    func offsets() throws {
        let service = Self.service()
        for (date, day) in [
            ("2023-10-01T21:34:56+09:00", "20231001"), ("2023-10-02T00:04:56+11:30", "20231002"),
            ("Sun, 01 Oct 2023 12:34:56 GMT", "20231001"),
        ] {
            _ = try service.authenticate(Self.request(date: date, day: day))
        }
        #expect(throws: BackendError.self) {
            try service.authenticate(Self.request(date: "2023-10-02T00:04:56+11:30", day: "20231001"))
        }
    }

    @Test(
        "an unknown, an inactive and a former user's key, and a wrong secret, are all 401",
        arguments: [
            (named("UNKNOWN"), "Access key not found"), (named("INACTIVE"), "Access key not found"),
            (named("FORMER"), "Access key not found"),
            (Keypair(accessKey: keypair.accessKey, secretKey: SecretKey("wrong")), "Signature mismatch"),
        ]
    )
    func strangers(keypair: Keypair, message: String) {
        let error = #expect(throws: BackendError.self) { try Self.service().authenticate(Self.request(by: keypair)) }

        #expect(error?.code == .authenticationFailed)
        #expect(error?.message == message)
    }

    @Test("a signature covers method, target, date, host, media type and version")
    func coverage() throws {
        let signed = Self.request()
        let changed = [
            SignedRequest(
                method: "GET", target: signed.target, host: signed.host, contentType: signed.contentType,
                date: signed.date,
                apiVersion: signed.apiVersion, authorization: signed.authorization),
            SignedRequest(
                method: signed.method, target: "/session?", host: signed.host, contentType: signed.contentType,
                date: signed.date, apiVersion: signed.apiVersion, authorization: signed.authorization),
            SignedRequest(
                method: signed.method, target: signed.target, host: "localhost:8081", contentType: signed.contentType,
                date: signed.date, apiVersion: signed.apiVersion, authorization: signed.authorization),
            SignedRequest(
                method: signed.method, target: signed.target, host: signed.host, contentType: nil, date: signed.date,
                apiVersion: signed.apiVersion, authorization: signed.authorization),
            SignedRequest(
                method: signed.method, target: signed.target, host: signed.host, contentType: signed.contentType,
                date: "2023-10-01T12:34:57+00:00", apiVersion: signed.apiVersion, authorization: signed.authorization),
            SignedRequest(
                method: signed.method, target: signed.target, host: signed.host, contentType: signed.contentType,
                date: signed.date, apiVersion: "v6.20230315", authorization: signed.authorization),
        ]
        _ = try Self.service().authenticate(signed)
        for request in changed {
            let error = #expect(throws: BackendError.self) { try Self.service().authenticate(request) }
            #expect(error?.message == "Signature mismatch")
        }
    }

    @Test(
        "a date that is absent, unreadable or 15 minutes away is 400 and says how far away",
        arguments: [(nil, nil), ("yesterday-ish", nil), ("2023-10-01T12:49:56Z", 900), ("2023-10-01T12:19:56Z", -900)]
            as [(String?, Int64?)]
    )
    func skew(date: String?, seconds: Int64?) {
        let error = #expect(throws: BackendError.self) { try Self.service().authenticate(Self.request(date: date)) }

        #expect(error?.code == .invalidAuthentication)
        #expect(error?.message == "Date/time sync error")
        #expect(error?.data?["skew"] == seconds.map { .integer($0) })
    }

    @Test("a date less than 15 minutes away is accepted", arguments: ["2023-10-01T12:49:55Z", "2023-10-01T12:19:57Z"])
    func window(date: String) throws {
        _ = try Self.service().authenticate(Self.request(date: date))
    }

    @Test(
        "what is no authorization header is told in the original's words",
        arguments: [
            ([], .authenticationFailed, "Unauthorized access"), ([""], .authenticationFailed, "Unauthorized access"),
            (["BackendAI"], .invalidAuthentication, "Malformed authorization header"),
            (["Basic dXNlcjpwYXNz"], .invalidAuthentication, "Invalid authorization type name"),
            (
                ["BackendAI signMethod=HMAC-SHA256"], .invalidAuthentication,
                "Missing or malformed authorization parameters"
            ),
            (
                ["BackendAI signMethod=HMAC-FOO, credential=K:00"], .invalidAuthentication,
                "Unsupported request signing method (hash type)"
            ),
            ([header("00"), header("00")], .invalidAuthentication, "more than one Authorization header"),
        ] as [([String], ProblemCode, String)]
    )
    func malformed(authorization: [String], code: ProblemCode, message: String) {
        let error = #expect(throws: BackendError.self) {
            try Self.service().authenticate(Self.request(authorization: authorization))
        }

        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test("the version header is needed for a signature, and one that is not known is refused on any route")
    func versions() throws {
        let error = #expect(throws: BackendError.self) { try Self.service().authenticate(Self.request(version: nil)) }
        #expect(error?.message == "API version missing in request headers")

        try AuthenticationService.checkVersion(nil)
        try AuthenticationService.checkVersion("v5.20191215")
        for version in ["v1.20000101", "v99.19990101", "abc", ""] {
            let error = #expect(throws: BackendError.self) { try AuthenticationService.checkVersion(version) }
            #expect(error?.code == .badRequest)
            #expect(error?.message == "Unsupported API version.")
        }
    }

    @Test("goes on verifying rightly when many days have been seen, and forgets keys that are taken away")
    func days() throws {
        let service = Self.service()
        for day in 1...9 {
            let offset = day % 2 == 0 ? ("2023-10-02T00:04:56+11:30", "20231002") : ("2023-10-01T12:34:56Z", "20231001")
            _ = try service.authenticate(Self.request(date: offset.0, day: offset.1))
        }
        service.replace(with: [])
        #expect(throws: BackendError.self) { try service.authenticate(Self.request()) }
    }
}
