import COpenSSL
import Core

/// A pair of keys for ssh, in the forms in which its programs keep them.
public struct SSHKeypair: Sendable, Equatable {
    /// One line: the type, the key in base64.
    public let publicKey: String
    /// PEM.
    public let privateKey: String

    /// Takes keys that somebody brings.
    ///
    /// - Throws: ``SSHKeyError`` for texts that are no keys.
    public init(publicKey: String, privateKey: String) throws(SSHKeyError) {
        let line = SSHKeypair.trimmed(publicKey)
        let words = line.split(separator: " ")
        guard words.count >= 2, line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
            SSHKeypair.types.contains(String(words[0])),
            let blob = Base64.decode(String(words[1])), SSHKeypair.type(of: blob) == String(words[0])
        else { throw .publicKey }
        let pem = SSHKeypair.trimmed(privateKey)
        guard pem.hasPrefix("-----BEGIN "), pem.hasSuffix(" PRIVATE KEY-----"), pem.contains("\n-----END "),
            pem.utf8.count <= 32 << 10
        else { throw .privateKey }
        self.publicKey = line + "\n"
        self.privateKey = pem + "\n"
    }

    private init(generated publicKey: String, _ privateKey: String) {
        self.publicKey = publicKey
        self.privateKey = privateKey
    }

    private static let types: Set<String> = [
        "ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    ]

    /// A new RSA key of 2,048 bits, as the original makes them; takes some hundred milliseconds.
    ///
    /// - Throws: ``RandomnessUnavailable``.
    public static func random() throws(RandomnessUnavailable) -> SSHKeypair {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else { throw RandomnessUnavailable() }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw RandomnessUnavailable() }
        defer { EVP_PKEY_free(key) }
        guard let exponent = number("e", of: key), let modulus = number("n", of: key), let pem = pem(of: key) else {
            throw RandomnessUnavailable()
        }
        let blob = field(Array("ssh-rsa".utf8)) + field(exponent) + field(modulus)
        return SSHKeypair(generated: "ssh-rsa \(Base64.encode(blob))\n", pem)
    }

    /// A number of a key, in the form of RFC 4251 §5: with a zero in front where it would look negative.
    private static func number(_ name: String, of key: OpaquePointer) -> [UInt8]? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { return nil }
        defer { BN_free(number) }
        let size = Int((BN_num_bits(number) + 7) / 8)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = Int(BN_bn2bin(number, buffer.baseAddress))
        }
        return (bytes.first ?? 0) & 0x80 == 0 ? bytes : [0] + bytes
    }

    private static func pem(of key: OpaquePointer) -> String? {
        guard let output = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(output) }
        guard PEM_write_bio_PrivateKey_traditional(output, key, nil, nil, 0, nil, nil) == 1 else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = max(0, Int(BIO_read(output, buffer.baseAddress, 8192)))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func field(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt32(bytes.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + bytes
    }

    /// The type that a key's bytes begin with.
    private static func type(of blob: [UInt8]) -> String? {
        guard blob.count > 4 else { return nil }
        let length = blob.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= blob.count - 4 else { return nil }
        return String(decoding: blob[4..<4 + length], as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let start = text.drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}

/// Which of the two texts is no key.
public enum SSHKeyError: Error, Sendable, Equatable {
    case publicKey
    case privateKey
}
