/// Writes a tar archive: gives the bytes that belong before, between and after the contents.
///
/// An entry is its header, its content, and the padding after it; the archive ends with ``end``. The form is
/// ustar, with pax extended headers only where it has no room: readable by GNU tar, bsdtar and Python's tarfile.
/// The same entries give the same bytes.
///
/// ```swift
/// write(try writer.header(entry)); write(content); write(ArchiveWriter.padding(after: entry.size))
/// ```
public struct ArchiveWriter: Sendable {
    /// The number of the user and of the group that own every entry; no names are written.
    public let owner, group: UInt32

    /// A writer of entries that all belong to one user and group.
    public init(owner: UInt32 = 0, group: UInt32 = 0) {
        self.owner = owner
        self.group = group
    }

    /// What stands before an entry's content.
    ///
    /// - Throws: ``UnwritableEntry`` for what cannot be written, or could not be read again.
    public func header(_ entry: ArchiveEntry) throws(UnwritableEntry) -> [UInt8] {
        var path = entry.path
        let type: UInt8
        var target: ArchivePath?
        switch entry.kind {
        case .file:
            type = UInt8(ascii: "0")
            if path.hasTrailingSlash { throw UnwritableEntry(path, .fileLikeDirectory) }
        case .directory:
            type = UInt8(ascii: "5")
            if !path.hasTrailingSlash, !path.bytes.isEmpty { path = ArchivePath(path.bytes + [UInt8(ascii: "/")]) }
        case .symbolicLink(let place):
            type = UInt8(ascii: "2")
            if place.bytes.isEmpty || place.hasNUL { throw UnwritableEntry(path, .badTarget) }
            target = place
        case .other: throw UnwritableEntry(path, .otherKind)
        }
        if path.bytes.isEmpty || path.hasNUL { throw UnwritableEntry(path, .badPath) }
        guard entry.size == 0 || (entry.size > 0 && entry.kind == .file) else { throw UnwritableEntry(path, .badSize) }

        var header = ArchiveHeader(type: type)
        let records = fill(&header, with: entry, path, target)
        guard records.count <= ArchiveReader.maximumExtension else { throw UnwritableEntry(path, .tooLong) }
        return (records.isEmpty ? [] : extended(records)) + header.bytes
    }

    /// The zeros that belong after a content of `size` bytes; often none.
    public static func padding(after size: Int64) -> [UInt8] {
        [UInt8](repeating: 0, count: ArchiveHeader.padding(after: size))
    }

    /// What ends the archive.
    public static let end = [UInt8](repeating: 0, count: 2 * ArchiveHeader.blockSize)

    /// Fills and seals a header, and gives the records of all that has no room in it.
    private func fill(
        _ header: inout ArchiveHeader, with entry: ArchiveEntry, _ path: ArchivePath, _ target: ArchivePath?
    ) -> [UInt8] {
        var records: [UInt8] = []
        let add = { (key: String, value: [UInt8]) in records += PaxRecords.record(key, value) }
        if path.text == nil || target.map({ $0.text == nil }) ?? false {
            // Values are UTF-8 by definition, except after this.
            add("hdrcharset", Array("BINARY".utf8))
        }
        let hasRoom = header.set(path: path)
        if !hasRoom || !path.isASCII { add("path", path.bytes) }
        if let target {
            header.set(.linkname, target.bytes)
            if target.bytes.count > ArchiveHeader.Field.linkname.range.count || !target.isASCII {
                add("linkpath", target.bytes)
            }
        }
        header.set(.mode, Int64(entry.mode & 0o7777))
        if !header.set(.uid, Int64(owner)) { add("uid", Array(String(owner).utf8)) }
        if !header.set(.gid, Int64(group)) { add("gid", Array(String(group).utf8)) }
        if !header.set(.size, entry.size) { add("size", Array(String(entry.size).utf8)) }
        if !header.set(.mtime, entry.modified.seconds) || entry.modified.nanoseconds > 0 {
            add("mtime", Array(entry.modified.decimal.utf8))
        }
        header.seal()
        return records
    }

    /// An extended header with its content.
    private func extended(_ records: [UInt8]) -> [UInt8] {
        var header = ArchiveHeader(type: UInt8(ascii: "x"))
        header.set(.name, Array("PaxHeader".utf8))
        header.set(.mode, 0o644)
        header.set(.size, Int64(records.count))
        header.seal()
        return header.bytes + records + Self.padding(after: Int64(records.count))
    }
}

extension ArchivePath {
    fileprivate var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}

/// Why an entry cannot be written to an archive.
public struct UnwritableEntry: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it; the raw value is how a sentence about it ends.
    public enum Reason: String, Sendable {
        /// The path is empty or has a NUL in it.
        case badPath = "a path must not be empty or have a NUL in it"
        /// The target of a symbolic link is empty or has a NUL in it.
        case badTarget = "a link's target must not be empty or have a NUL in it"
        /// A file whose path ends in a slash, which makes it a directory for every reader.
        case fileLikeDirectory = "a file's path must not end in a slash"
        /// A size below zero, or one of something that has no content.
        case badSize = "only files have a size, and none below zero"
        /// A path and target that together are longer than readers accept.
        case tooLong = "its path and target are too long"
        /// Neither a file, nor a directory, nor a symbolic link.
        case otherKind = "it is neither a file, nor a directory, nor a symbolic link"
    }

    /// The entry's path.
    public let path: ArchivePath
    /// What is wrong with it.
    public let reason: Reason

    init(_ path: ArchivePath, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "cannot put `\(path)` into an archive: \(reason.rawValue)" }
}
