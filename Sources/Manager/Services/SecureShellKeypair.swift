import Core

/// A user's SSH keypair, as their sessions get it.
struct SecureShellKeypair: Sendable {
    private let publicKey: String
    private let privateKey: String

    /// A keypair; nil unless both parts look like one, since a session that has none makes its own.
    init?(public publicKey: String, private privateKey: String) {
        guard publicKey.hasPrefix("ssh-") || publicKey.hasPrefix("ecdsa-"),
            publicKey.split(separator: " ").dropFirst().first?.utf8.count ?? 0 > 32,
            privateKey.hasPrefix("-----BEGIN "), privateKey.contains("PRIVATE KEY-----\n")
        else { return nil }
        self.publicKey = publicKey
        self.privateKey = privateKey
    }

    /// The files in the session's home: who may come in, and the key that clients fetch to do so.
    var files: [Dotfile] {
        func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
        return [
            Dotfile(path: ".ssh/authorized_keys", mode: 0o600, data: line(publicKey)),
            Dotfile(path: ".ssh/id_rsa", mode: 0o600, data: line(privateKey)),
            Dotfile(path: "id_container", mode: 0o600, data: line(privateKey)),
        ]
    }
}
