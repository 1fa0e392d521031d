/// A name that belongs to one kind of thing, so that a kernel's id is never taken for a session's.
public struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    /// The text as stored and sent.
    public let rawValue: String

    /// Takes `rawValue` as it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a ``SessionID`` names.
public enum SessionSubject {}
/// What a ``KernelID`` names.
public enum KernelSubject {}
/// What an ``AgentID`` names.
public enum AgentSubject {}
/// What an ``AccessKey`` names.
public enum KeypairSubject {}
/// What a ``DeviceID`` names.
public enum DeviceSubject {}

/// A session: a UUID with dashes, lower case.
public typealias SessionID = Identifier<SessionSubject>
/// A kernel: a UUID with dashes, lower case; never that of its session.
public typealias KernelID = Identifier<KernelSubject>
/// An agent: `i-` and the host's name, unless configured.
public typealias AgentID = Identifier<AgentSubject>
/// The public half of a keypair: `AKIA` and 16 base32 characters when we make it.
public typealias AccessKey = Identifier<KeypairSubject>
/// A device of one agent: `cpu:0`, a GPU's UUID.
public typealias DeviceID = Identifier<DeviceSubject>
