import COpenSSL

/// HMAC-SHA256 and SHA-256 through OpenSSL's libcrypto.
public enum HMAC {
    /// The 32 bytes of HMAC-SHA256.
    ///
    /// - Parameters:
    ///   - key: Any number of bytes, none included.
    ///   - message: What is authenticated.
    /// - Returns: 32 bytes.
    public static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            var length: UInt32 = 0
            // OpenSSL takes a null key for "the key set before", so an empty one needs an address of its own.
            let keyBytes = key.isEmpty ? [0] : key
            COpenSSL.HMAC(
                EVP_sha256(), keyBytes, CInt(key.count), message, message.count, output.baseAddress, &length
            )
            count = Int(length)
        }
    }

    /// The 32 bytes of SHA-256.
    public static func digest(_ message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            var length: UInt32 = 0
            EVP_Digest(message, message.count, output.baseAddress, &length, EVP_sha256(), nil)
            count = Int(length)
        }
    }
}

/// Compares two secrets in a time that depends on their lengths alone.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}

/// Bytes as lower-case hexadecimal digits.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
