/// An address that is told of a session's life: absolute, `http` or `https`, without credentials.
///
/// Which hosts it may name is nobody's rule here: whoever may create sessions may have the manager call any host that the
/// manager reaches.
public struct CallbackURL: Sendable, Equatable {
    /// Why an address is refused, in the words of an answer.
    public struct Refusal: Error, Equatable {
        /// What is wrong.
        public let reason: String

        /// A refusal for that reason.
        public init(reason: String) {
            self.reason = reason
        }
    }

    /// The most bytes of an address.
    public static let longest = 2048

    /// The address as given.
    public let text: String

    /// Checks an address.
    ///
    /// - Throws: ``Refusal``.
    public init(_ text: String) throws(Refusal) {
        guard text.utf8.count <= Self.longest else { throw Refusal(reason: "URL is longer than \(Self.longest) bytes") }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            // The original's words.
            throw Refusal(reason: "ValueError('URL should be absolute')")
        }
        guard ["http", "https"].contains(parts[0].lowercased()) else {
            throw Refusal(reason: "URL should begin with http:// or https://")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Refusal(reason: "URL should have its spaces and control characters percent-encoded")
        }
        let authority = parts[1].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else {
            throw Refusal(reason: "URL should name a host and carry no credentials")
        }
        self.text = text
    }
}
