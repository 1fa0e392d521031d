import Core
import Testing

@Suite("Authorization header")
struct AuthorizationHeaderTests {
    @Test("reads what it writes")
    func roundTrip() throws {
        let header = AuthorizationHeader(accessKey: AccessKey(rawValue: "AKIAIOSFODNN7EXAMPLE"), signature: "4ae8522f")

        #expect(header.text == "BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:4ae8522f")
        #expect(try AuthorizationHeader(parsing: header.text) == header)
    }

    @Test(
        "takes the old scheme, any order and spacing of the parameters, and a signature with colons",
        arguments: [
            "Sorna signMethod=HMAC-SHA256, credential=KEY:s:g", "BackendAI signMethod=HMAC-SHA256,credential=KEY:s:g",
            "BackendAI credential=KEY:s:g,   signMethod=HMAC-SHA256",
            "BackendAI signMethod=hmac-sha256, credential=KEY:s:g",
            "BackendAI   signMethod=HMAC-SHA256, credential=KEY:s:g, more=1",
        ]
    )
    func lenient(text: String) throws {
        let header = try AuthorizationHeader(parsing: text)

        #expect(header == AuthorizationHeader(accessKey: AccessKey(rawValue: "KEY"), signature: "s:g"))
    }

    @Test(
        "refuses what it cannot take apart, in the original's words",
        arguments: [
            ("", .header), ("BackendAI", .header), ("BackendAI ", .header),
            ("Basic signMethod=HMAC-SHA256, credential=K:s", .scheme),
            ("backendai signMethod=HMAC-SHA256, credential=K:s", .scheme), ("Bearer abc", .scheme),
            ("BackendAI signMethod", .parameters), ("BackendAI signMethod=HMAC-SHA256", .parameters),
            ("BackendAI credential=K:s", .parameters), ("BackendAI signMethod=HMAC-SHA256, credential=K", .parameters),
            ("BackendAI signMethod=HMAC-SHA256, credential=:s", .parameters),
            ("BackendAI signMethod=HMAC-SHA256, credential=K:", .parameters),
            ("BackendAI signMethod=HMAC-SHA1, credential=K:s", .signMethod),
            ("BackendAI signMethod=, credential=K:s", .signMethod),
        ] as [(String, AuthorizationHeader.Malformed)]
    )
    func malformed(text: String, reason: AuthorizationHeader.Malformed) {
        #expect(throws: reason) { try AuthorizationHeader(parsing: text) }
    }
}
