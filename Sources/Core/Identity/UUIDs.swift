import FoundationEssentials

extension Identifier {
    /// A new random UUID with dashes, lower case.
    public static func random() -> Self { Self(rawValue: UUID().uuidString.lowercased()) }

    /// Whether the text is a UUID with dashes.
    public var isUUID: Bool { UUID(uuidString: rawValue) != nil }
}
