/// The short name of one local stack, made from its state directory, so that stacks never touch each other:
/// part of cgroup paths and container names.
public struct StackID: Sendable, Hashable, CustomStringConvertible {
    /// 16 hexadecimal digits.
    public let text: String

    public var description: String { text }

    /// The stack whose state lies in `directory`; FNV-1a of the path, which is to be absolute and free of links.
    public init(stateDirectory directory: String) {
        let hash = directory.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
