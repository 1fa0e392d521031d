import COpenSSL
import Core

/// A password as it is kept: a salted hash by scrypt, with the parameters that made it.
///
/// - SeeAlso: RFC 7914.
public struct PasswordHash: Sendable, Equatable {
    /// How much work a hash is.
    public struct Cost: Sendable, Equatable {
        /// The logarithm of scrypt's N: 2^N blocks are gone through.
        public let logN: Int
        /// Scrypt's r: each block has 128 × r bytes.
        public let blocks: Int
        /// Scrypt's p.
        public let lanes: Int

        /// 32 MiB and some 80 ms.
        public static let usual = Cost(logN: 15, blocks: 8, lanes: 1)
    }

    /// The parameters that made it.
    public let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a salt of its own.
    ///
    /// Takes a while and 32 MiB: not on a thread that others wait for.
    ///
    /// - Throws: ``RandomnessUnavailable``.
    public init(of password: String, cost: Cost = .usual) throws(RandomnessUnavailable) {
        let salt = try randomBytes(16)
        guard let hash = PasswordHash.derive(password, salt, cost) else { throw RandomnessUnavailable() }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// Whether `password` is the one; compared in constant time.
    ///
    /// Takes as long as hashing does.
    public func verifies(_ password: String) -> Bool {
        PasswordHash.derive(password, salt, cost).map { constantTimeEqual($0, hash) } ?? false
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) -> [UInt8]? {
        var succeeded = false
        let bytes = Array(password.utf8)
        let derived = [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            succeeded = bytes.withUnsafeBytes { password in
                EVP_PBE_scrypt(
                    password.bindMemory(to: CChar.self).baseAddress, password.count, salt, salt.count,
                    UInt64(1) << UInt64(cost.logN), UInt64(cost.blocks), UInt64(cost.lanes), 256 << 20,
                    output.baseAddress, 32) == 1
            }
            count = 32
        }
        return succeeded ? derived : nil
    }
}

extension PasswordHash {
    /// `scrypt$15$8$1$SALT$HASH`, the last two hexadecimal: what the database keeps.
    public var stored: String {
        "scrypt$\(cost.logN)$\(cost.blocks)$\(cost.lanes)$\(hexadecimal(salt))$\(hexadecimal(hash))"
    }

    /// Reads what ``stored`` wrote.
    public init?(stored: String) {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), (1...20).contains(logN),
            let blocks = Int(parts[2]), (1...16).contains(blocks), let lanes = Int(parts[3]), (1...4).contains(lanes),
            let salt = PasswordHash.bytes(parts[4]), let hash = PasswordHash.bytes(parts[5]), hash.count == 32
        else { return nil }
        self.cost = Cost(logN: logN, blocks: blocks, lanes: lanes)
        self.salt = salt
        self.hash = hash
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count.isMultiple(of: 2) else { return nil }
        let digits = Array(text.utf8)
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
