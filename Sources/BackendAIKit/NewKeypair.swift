public import Core
import Signing

/// Makes keypairs as a manager would.
public enum NewKeypair {
    /// A random keypair: 20 and 40 characters, from the system's randomness.
    ///
    /// - Throws: An error whose description is a sentence, when the system gives no randomness.
    public static func make() throws -> Keypair { try Keypair.random() }
}
