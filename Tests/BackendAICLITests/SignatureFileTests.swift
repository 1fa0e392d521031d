import BackendAIKit
import Core
import Foundation
import Testing

@testable import BackendAICLI

@Suite("File of signatures")
struct SignatureFileTests {
    private static func with(_ body: (String) throws -> Void) throws {
        let directory = NSTemporaryDirectory() + "bai-signatures-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory + "/state/signatures")
    }

    private static func remembered(_ scheme: SignatureScheme, _ seconds: Double) -> RememberedScheme {
        RememberedScheme(scheme: scheme, asked: Date(timeIntervalSince1970: seconds))
    }

    @Test("keeps what each manager has offered last, readable by its owner alone, and makes its directory")
    func keeps() throws {
        try Self.with { path in
            let file = SignatureFile(path: path)
            let (first, second) = (Endpoint(loopbackPort: 1), try Endpoint(parsing: "https://api.example.com/base"))
            #expect(file.recall(first) == nil)
            file.remember(Self.remembered(.head, 1000), of: first)
            file.remember(Self.remembered(.body, 2000), of: second)
            file.remember(Self.remembered(.body, 3000), of: first)
            #expect(file.recall(first) == Self.remembered(.body, 3000))
            #expect(SignatureFile(path: path).recall(second) == Self.remembered(.body, 2000))
            #expect(
                try String(contentsOfFile: path, encoding: .utf8) == """
                    https://api.example.com/base HMAC-SHA256-BODY 2000
                    http://127.0.0.1:1 HMAC-SHA256-BODY 3000

                    """)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("does not grow for ever, passes over lines that it does not understand, and trusts no file of others")
    func bounds() throws {
        try Self.with { path in
            let file = SignatureFile(path: path)
            for port in 1...210 { file.remember(Self.remembered(.body, 1), of: Endpoint(loopbackPort: port)) }
            #expect(file.recall(Endpoint(loopbackPort: 10)) == nil)
            #expect(file.recall(Endpoint(loopbackPort: 11)) != nil)
            try PrivateFile.write("nonsense\nhttp://127.0.0.1:7 HMAC-SHA256 5\nhttp://127.0.0.1:8 MD5 5\n", to: path)
            #expect(file.recall(Endpoint(loopbackPort: 7)) == Self.remembered(.head, 5))
            #expect(file.recall(Endpoint(loopbackPort: 8)) == nil)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(file.recall(Endpoint(loopbackPort: 7)) == nil)
        }
    }
}
