/// One thing in a tar archive: what it is and what is told of it; its content is told apart.
public struct ArchiveEntry: Sendable, Equatable {
    /// What an entry is.
    public enum Kind: Sendable, Equatable {
        /// A regular file, whose content follows.
        case file
        /// A directory.
        case directory
        /// A symbolic link and where it points, be that a safe place or not.
        case symbolicLink(target: ArchivePath)
        /// Anything else, by the type byte of the format: `1` a hard link, `3` and `4` devices, `6` a FIFO,
        /// `S` a sparse file, and what only some programs know.
        ///
        /// It is told so that nothing is lost silently; its content is skipped, and it cannot be written.
        case other(UInt8)
    }

    /// Where it belongs; no slash at the end of a directory's.
    ///
    /// Whether that is a safe place says ``SafePath``.
    public var path: ArchivePath
    /// What it is.
    public var kind: Kind
    /// Permission bits, `07777` at most; higher ones are neither read nor written.
    public var mode: UInt16
    /// Bytes of content in the archive; 0 for what can have none.
    public var size: Int64
    /// When the content was last changed.
    public var modified: ArchiveTime

    /// An entry.
    public init(
        path: ArchivePath,
        kind: Kind = .file,
        mode: UInt16 = 0o644,
        size: Int64 = 0,
        modified: ArchiveTime = ArchiveTime(seconds: 0)
    ) {
        self.path = path
        self.kind = kind
        self.mode = mode
        self.size = size
        self.modified = modified
    }
}
