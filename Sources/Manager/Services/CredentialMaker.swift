import Core
import Signing

/// Hashes passwords and makes ssh keys on a thread of its own, one after the other: each takes many milliseconds, and a
/// hash 32 MiB, which must neither hold up requests nor add up.
actor CredentialMaker {
    private nonisolated let executor: ThreadExecutor
    private var stranger: PasswordHash?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Throws: ``SystemCallError`` when no thread can be had.
    init() throws {
        executor = try ThreadExecutor()
    }

    deinit { executor.stop() }

    /// What the database keeps for a password.
    func hash(_ password: String) throws -> String { try PasswordHash(of: password).stored }

    /// Whether `password` is the one that `stored` was made of; as slow for a user who has none as for one who has.
    func verifies(_ password: String, _ stored: String?) throws -> Bool {
        if let hash = stored.flatMap({ PasswordHash(stored: $0) }) { return hash.verifies(password) }
        let other = try stranger ?? PasswordHash(of: "")
        stranger = other
        _ = other.verifies(password)
        return false
    }

    /// A new pair of keys for ssh.
    func sshKeypair() throws -> SSHKeypair { try SSHKeypair.random() }
}
