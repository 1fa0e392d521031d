/// A name that belongs to one kind of thing, so that a kernel's id is never taken for a session's.
///
/// A UUID in lower case, as sessions and kernels have it, is kept as a number: a hundred thousand of them are copied and compared
/// without a look at their texts.
public struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    private enum Form: Hashable, Sendable {
        case uuid(UUIDNumber)
        case text(String)
    }

    private let form: Form

    /// Takes `rawValue` as it is.
    public init(rawValue: String) {
        form = UUIDNumber(rawValue).map(Form.uuid) ?? .text(rawValue)
    }

    /// The text as stored and sent.
    public var rawValue: String {
        switch form {
        case .uuid(let number): number.text
        case .text(let text): text
        }
    }

    public var description: String { rawValue }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        switch (left.form, right.form) {
        case (.uuid(let first), .uuid(let second)): first < second
        default: left.rawValue < right.rawValue
        }
    }
}

extension Identifier {
    /// A number that compares as the text does: all of a UUID, or else the first 16 bytes.
    ///
    /// Enough to tell sessions apart that began to wait in the same microsecond.
    var tie: UInt128 {
        switch form {
        case .uuid(let uuid): return UInt128(uuid.high) << 64 | UInt128(uuid.low)
        case .text(let text):
            var (number, count) = (UInt128(0), 0)
            for byte in text.utf8.prefix(16) {
                number = number << 8 | UInt128(byte)
                count += 1
            }
            return number << UInt128(8 * (16 - count))
        }
    }
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
