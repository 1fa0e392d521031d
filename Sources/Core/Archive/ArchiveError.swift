/// Why bytes are no archive that can be read.
///
/// Numbers after `at` count bytes from the archive's beginning, to the header that is meant.
public enum ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The very first block is no header.
    case notAnArchive
    /// A block where a header must stand does not sum up to what it says.
    case wrongChecksum(at: Int64)
    /// One block of zeros, where the end has two.
    case loneZeroBlock(at: Int64)
    /// A field or extended record holds no number, or one that is too large.
    case badNumber(field: String, at: Int64)
    /// A size below zero.
    case negativeSize(at: Int64)
    /// An extended header that is not made of records.
    case badRecord(at: Int64)
    /// A path or link target with a NUL in it.
    case pathWithNUL(at: Int64)
    /// An extended header or long name of more than ``ArchiveReader/maximumExtension`` bytes.
    case extensionTooLong(Int64, at: Int64)
    /// A size for something that has no content, like a directory: readers disagree on what follows it.
    case unexpectedContent(Int64, type: UInt8, at: Int64)
    /// No more bytes, but the end has not come; `missing` bytes of the last entry's content among what is lost.
    case truncated(at: Int64, missing: Int64)

    public var description: String {
        switch self {
        case .notAnArchive: "this is no tar archive"
        case .wrongChecksum(let offset): "the header at byte \(offset) is damaged: its checksum is wrong"
        case .loneZeroBlock(let offset): "a lone block of zeros at byte \(offset), but the archive goes on"
        case .badNumber(let field, let offset): "the header at byte \(offset) has no usable number as `\(field)`"
        case .negativeSize(let offset): "the header at byte \(offset) has a size below zero"
        case .badRecord(let offset): "the extended header at byte \(offset) is malformed"
        case .pathWithNUL(let offset): "the extended header at byte \(offset) has a path with a NUL in it"
        case .extensionTooLong(let size, let offset):
            "the extended header at byte \(offset) has \(size) bytes, more than \(ArchiveReader.maximumExtension)"
        case .unexpectedContent(let size, let type, let offset):
            "the header at byte \(offset) has a size of \(size), which type `\(ArchivePath([type]))` cannot have"
        case .truncated(let offset, 0): "the archive ends at byte \(offset) without its end mark"
        case .truncated(let offset, let missing):
            "the archive ends at byte \(offset) with \(missing) bytes of a file missing"
        }
    }
}
