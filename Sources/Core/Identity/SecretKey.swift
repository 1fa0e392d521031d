/// The secret half of a keypair.
///
/// It has no description, so that it cannot be printed or logged by accident.
public struct SecretKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    private let text: String

    /// Takes the key's text.
    public init(_ text: String) {
        self.text = text
    }

    /// The key itself, for signing and for the file that keeps it.
    public func reveal() -> String { text }

    /// `…` and the last four characters.
    public var description: String { text.count > 8 ? "…" + text.suffix(4) : "…" }

    public var debugDescription: String { description }
}

extension SecretKey: CustomReflectable {
    /// Without children, so that `dump` and test reports do not look inside.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// What a request is signed with.
public struct Keypair: Sendable, Equatable {
    /// The public half, sent with each request.
    public let accessKey: AccessKey
    /// The secret half, never sent.
    public let secretKey: SecretKey

    /// Pairs the two halves.
    public init(accessKey: AccessKey, secretKey: SecretKey) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}
