/// The name of a system call as libseccomp spells it: `openat`, `clock_gettime64`.
///
/// A name is not tied to a machine: one that a machine does not have is passed over when the filter is made.
public struct SystemCallName: RawRepresentable, Hashable, Comparable, Sendable, Encodable,
    ExpressibleByStringLiteral
{
    /// The name, lower case.
    public let rawValue: String

    /// Takes libseccomp's name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public static func < (first: Self, second: Self) -> Bool {
        first.rawValue < second.rawValue
    }
}
