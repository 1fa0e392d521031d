import Core
import Testing

@testable import Signing

/// The vectors of the original client's signing function, for 2023-10-01 12:34:56.789012 UTC.
@Suite("Signature vectors of the original client")
struct SignatureVectorTests {
    private static let keypair = Keypair(
        accessKey: AccessKey(rawValue: "AKIAIOSFODNN7EXAMPLE"),
        secretKey: SecretKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    )

    struct Vector: Sendable, CustomStringConvertible {
        let description: String
        let method: String
        let target: String
        let contentType: String?
        var date = "2023-10-01T12:34:56.789012+00:00"
        var version = "v7.20230615"
        let signature: String

        var canonical: CanonicalRequest {
            CanonicalRequest(
                method: method, target: target, date: date, host: "127.0.0.1:8081", contentType: contentType,
                apiVersion: version
            )
        }
    }

    static let vectors = [
        Vector(
            description: "A: a JSON body", method: "POST", target: "/session", contentType: "application/json",
            signature: "4ae8522f1a4601d8fd89d391edff714f16326b5aa4a0b32c540ba8d7ac48acb8"
        ),
        Vector(
            description: "B: no body", method: "GET", target: "/session/mysess/logs", contentType: "text/plain",
            signature: "7a600ae15a5f1349b9766eee48e21c1bca3d72d34cfb370eda7f55319c6a30d0"
        ),
        Vector(
            description: "C: a WebSocket", method: "GET",
            target: "/stream/session/4d1c0b1e-7f0a-4f8e-9b3e-2d1f0c9a8b7c/execute", contentType: nil,
            signature: "2c2c3ecebaf315e220b07e54c6765d59d64b2c413f764498974406a8a5b603ef"
        ),
        Vector(
            description: "D: an upload", method: "POST", target: "/session/mysess/upload",
            contentType: "multipart/form-data; boundary=0123456789",
            signature: "bdeda0375a20ec0c19b3cde5dce9c42cf3ae01cea87715d94fbb8d82a4ba9432"
        ),
        Vector(
            description: "E: a query and no content type", method: "GET",
            target: "/events/session?sessionName=mysess&scope=*", contentType: nil,
            signature: "deafc72dbc563af1089bb53927539345bf62d4a9697f15dc641f6585f8aac351"
        ),
        Vector(
            description: "F: no fraction, an older version", method: "POST", target: "/session",
            contentType: "application/json", date: "2023-10-01T12:34:56+00:00", version: "v6.20230315",
            signature: "102d9ffd0ab0759e1d94b8f1fe9f09a867f216dba62e2e4326c642e4c179bf3b"
        ),
    ]

    @Test("signing gives the vector's signature", arguments: vectors)
    func signing(_ vector: Vector) {
        let header = Self.keypair.authorization(for: vector.canonical, day: "20231001")

        #expect(header.signature == vector.signature)
        #expect(
            header.text
                == "BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:\(vector.signature)"
        )
    }

    @Test("verifying accepts the vector's signature and no other", arguments: vectors)
    func verifying(_ vector: Vector) {
        let key = DayKey(secret: Self.keypair.secretKey, day: "20231001")

        #expect(key.verifies(vector.signature, of: vector.canonical))
        #expect(!key.verifies(String(vector.signature.reversed()), of: vector.canonical))
        #expect(!key.verifies("", of: vector.canonical))
        #expect(
            !DayKey(secret: Self.keypair.secretKey, day: "20231002").verifies(vector.signature, of: vector.canonical))
    }

    @Test("the string to sign is the one whose hash the vector records")
    func stringToSign() {
        let text = Self.vectors[0].canonical.text

        #expect(text.utf8.count == 193)
        #expect(
            hexadecimal(HMAC.digest(Array(text.utf8)))
                == "a5da400bd3b98555b2aec6b26b9503c43e1705757ab63bd5c918498b4f13d1f1"
        )
    }
}
