import COpenSSL

/// HMAC-SHA256 and SHA-256 through OpenSSL's libcrypto.
public enum HMAC {
    /// The bytes that SHA-256 takes at a time.
    private static let block = 64

    /// The 32 bytes of HMAC-SHA256 (RFC 2104).
    ///
    /// Made of two hashes with an algorithm that is looked up once; OpenSSL's own function looks it up at every call, which
    /// costs three times as much as the rest.
    ///
    /// - Parameters:
    ///   - key: Any number of bytes, none included.
    ///   - message: What is authenticated.
    /// - Returns: 32 bytes.
    public static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        let key = key.count > block ? digest(key) : key
        var pad = [UInt8](repeating: 0x36, count: block)
        for index in key.indices { pad[index] ^= key[index] }
        let inner = hash(pad, message)
        for index in pad.indices { pad[index] ^= 0x36 ^ 0x5c }
        return hash(pad, inner)
    }

    /// The 32 bytes of SHA-256.
    public static func digest(_ message: some Sequence<UInt8>) -> [UInt8] {
        message.withContiguousStorageIfAvailable(digest(bytes:))
            ?? Array(message).withUnsafeBufferPointer(digest(bytes:))
    }

    private static func digest(bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            var length: UInt32 = 0
            EVP_Digest(bytes.baseAddress, bytes.count, output.baseAddress, &length, Algorithm.sha256.pointer, nil)
            count = Int(length)
        }
    }

    private static func hash(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            var length: UInt32 = 0
            let context = EVP_MD_CTX_new()
            EVP_DigestInit_ex2(context, Algorithm.sha256.pointer, nil)
            EVP_DigestUpdate(context, first, first.count)
            EVP_DigestUpdate(context, second, second.count)
            EVP_DigestFinal_ex(context, output.baseAddress, &length)
            EVP_MD_CTX_free(context)
            count = Int(length)
        }
    }
}

/// One of OpenSSL's algorithms, looked up.
///
/// Unchecked, because OpenSSL never changes an algorithm after it is looked up, and any number of threads may use it.
private struct Algorithm: @unchecked Sendable {
    static let sha256 = Algorithm(pointer: EVP_MD_fetch(nil, "SHA256", nil))

    let pointer: OpaquePointer?
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
