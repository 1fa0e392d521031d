import Foundation
import Glibc

/// A self-signed certificate for 127.0.0.1, made by the openssl command.
struct TestCertificate {
    static let command = "/usr/bin/openssl"
    static let isAvailable = access(command, X_OK) == 0

    let certificate: String
    let key: String

    init(in directory: String) throws {
        certificate = directory + "/certificate.pem"
        key = directory + "/key.pem"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.command)
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}
