import COpenSSL
public import Core

/// Random bytes from OpenSSL's generator, seeded by the kernel.
///
/// - Throws: ``RandomnessUnavailable`` when the generator cannot be seeded; nothing may be guessed then.
public func randomBytes(_ count: Int) throws(RandomnessUnavailable) -> [UInt8] {
    var succeeded = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        succeeded = RAND_bytes(buffer.baseAddress, CInt(count)) == 1
        filled = count
    }
    guard succeeded else { throw RandomnessUnavailable() }
    return bytes
}

/// The system gives no randomness.
public struct RandomnessUnavailable: Error, CustomStringConvertible {
    public var description: String { "the system's random number generator is not available" }
}

extension Keypair {
    /// A new keypair: `AKIA` and 16 base32 characters of 10 random bytes, and 40 of URL-safe base64 of 30.
    ///
    /// - Throws: ``RandomnessUnavailable``.
    public static func random() throws(RandomnessUnavailable) -> Keypair {
        let access = encode(try randomBytes(10), bits: 5, alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let secret = encode(
            try randomBytes(30),
            bits: 6,
            alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        )
        return Keypair(accessKey: AccessKey(rawValue: "AKIA" + access), secretKey: SecretKey(secret))
    }

    /// Cuts `bytes` into groups of `bits`, one character each; their number must divide evenly.
    private static func encode(_ bytes: [UInt8], bits: Int, alphabet: String) -> String {
        let characters = Array(alphabet)
        var text = ""
        var held = 0
        var heldBits = 0
        for byte in bytes {
            held = held << 8 | Int(byte)
            heldBits += 8
            while heldBits >= bits {
                heldBits -= bits
                text.append(characters[held >> heldBits & (1 << bits - 1)])
            }
            held &= 1 << heldBits - 1
        }
        return text
    }
}
