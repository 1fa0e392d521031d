import COpenSSL

/// Starts OpenSSL without its error texts and its tables of algorithm names, half of its 1.2 ms.
///
/// Signing needs neither, and TLS both: certificates fail to verify in such a process. Has no effect once anything
/// of OpenSSL was used.
public func startOpenSSLForSigningAlone() {
    let left = OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS
    _ = OPENSSL_init_crypto(UInt64(left), nil)
}
