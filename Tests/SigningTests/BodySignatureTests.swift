import Core
import Testing

@testable import Signing

/// The vectors are those of Python, for 2023-10-01 12:34:56.789012 UTC.
///
///     k1 = hmac.new(secret, b"20231001", "sha256").digest()
///     k2 = hmac.new(k1, b"127.0.0.1:8081", "sha256").digest()
///     lines = [method, target, date, "host:127.0.0.1:8081", "content-type:" + type, "x-backendai-version:v7.20230615",
///              sha256(b"").hexdigest(), "x-backendai-nonce:" + nonce, "x-backendai-content-sha256:" + sha256(body).hexdigest()]
///     hmac.new(k2, "\n".join(lines).encode(), "sha256").hexdigest()
@Suite("Signatures that cover the body")
struct BodySignatureTests {
    private static let keypair = Keypair(
        accessKey: AccessKey(rawValue: "AKIAIOSFODNN7EXAMPLE"),
        secretKey: SecretKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    )

    private static func canonical(
        _ method: String, _ target: String, _ contentType: String?, _ body: String, _ nonce: String
    ) -> CanonicalRequest {
        CanonicalRequest(
            method: method, target: target, date: "2023-10-01T12:34:56.789012+00:00", host: "127.0.0.1:8081",
            contentType: contentType, apiVersion: "v7.20230615",
            seal: BodySeal(nonce: nonce, digest: hexadecimal(HMAC.digest(Array(body.utf8)))))
    }

    @Test(
        "are those of another implementation",
        arguments: [
            (
                "POST", "/session", "application/json", #"{"name":"mysess","image":"python"}"#,
                "000102030405060708090a0b0c0d0e0f", "47cb654bd5a8abe052565ffa0e9df8e78d0afb5d244611313c6c1b529d15d503"
            ),
            (
                "GET", "/stream/session/4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c/execute", nil, "",
                "ffeeddccbbaa99887766554433221100", "95fc7662ace27a0390b3764d5c87ff187cc6c946ee2a4d3e38bb6e2ed835732c"
            ),
        ] as [(String, String, String?, String, String, String)]
    )
    func vectors(
        method: String, target: String, contentType: String?, body: String, nonce: String, signature: String
    ) throws {
        let header = Self.keypair.authorization(
            for: Self.canonical(method, target, contentType, body, nonce), day: "20231001")
        #expect(header.signature == signature)
        #expect(
            header.text == "BackendAI signMethod=HMAC-SHA256-BODY, credential=AKIAIOSFODNN7EXAMPLE:\(signature)")
        #expect(try AuthorizationHeader(parsing: header.text) == header)
    }

    @Test("append the nonce and the hash of the body to the original's seven lines")
    func text() {
        let lines = Self.canonical("POST", "/session", "application/json", "{}", "000102030405060708090a0b0c0d0e0f")
            .text.split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines[6] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(lines[7] == "x-backendai-nonce:000102030405060708090a0b0c0d0e0f")
        #expect(
            lines[8] == "x-backendai-content-sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    }

    @Test(
        "need a nonce of 128 bits and a hash of 256 in lower-case hexadecimal digits",
        arguments: [
            ("", "", false), (String(repeating: "a", count: 32), String(repeating: "0", count: 64), true),
            (String(repeating: "A", count: 32), String(repeating: "0", count: 64), false),
            (String(repeating: "a", count: 31), String(repeating: "0", count: 64), false),
            (String(repeating: "a", count: 32), String(repeating: "0", count: 65), false),
            (String(repeating: "g", count: 32), String(repeating: "0", count: 64), false),
        ]
    )
    func form(nonce: String, digest: String, isWellFormed: Bool) {
        #expect(BodySeal(nonce: nonce, digest: digest).isWellFormed == isWellFormed)
    }
}
