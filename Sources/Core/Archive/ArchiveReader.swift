/// One step through an archive: every entry is `entry`, its content in any number of pieces, `endOfEntry`.
public enum ArchivePart: Sendable, Equatable {
    /// The next entry begins.
    case entry(ArchiveEntry)
    /// More bytes of the current entry's content, which is a file then; never none.
    ///
    /// The slice shares its memory with what was appended.
    case content(ArraySlice<UInt8>)
    /// All of the current entry has come.
    case endOfEntry
    /// The archive's end mark; what follows it is ignored, as every program does.
    case end
}

/// Reads a tar archive from whatever pieces it arrives in: ustar, pax, GNU and v7.
///
/// Beside what was appended last it holds at most a block, or an extended header that has not all come.
/// The archive is taken to be hostile: every byte sequence ends in parts or in an ``ArchiveError``. Entries are told as
/// they stand there, so each path must pass ``SafePath`` before anything is written.
///
/// ```swift
/// reader.append(bytes)
/// while let part = try reader.next() { … }
/// ```
public struct ArchiveReader: Sendable {
    /// The largest extended header or long name: 64 KiB.
    public static let maximumExtension = 64 << 10

    private enum State {
        case header
        case extended(ArchiveHeader, size: Int)
        case sparseMap(size: Int64)
        case content(left: Int64, padding: Int, isGiven: Bool)
        case padding(left: Int)
        case halfEnd
        case ended
        case failed(ArchiveError)
    }

    private var state = State.header
    private var input: ArraySlice<UInt8> = []
    private var gathered: [UInt8] = []
    private var offset: Int64 = 0
    /// What extended headers said of all entries that follow, and of the next one.
    private var global = PaxRecords()
    private var records = PaxRecords()

    /// A reader at the beginning of an archive.
    public init() {}

    /// Bytes that are held: of a header that has not all come, and of what was appended.
    public var pending: Int { gathered.count + input.count }

    /// Adds what was read, best when ``next()`` has given nil: what it has not taken yet must be copied else.
    public mutating func append(_ bytes: ArraySlice<UInt8>) {
        if case .ended = state { return }
        if input.isEmpty { input = bytes } else { input.append(contentsOf: bytes) }
    }

    /// Adds what was read.
    public mutating func append(_ bytes: [UInt8]) { append(bytes[...]) }

    /// The next part, or nil until more bytes come.
    ///
    /// - Throws: ``ArchiveError``; the archive cannot be read any further then.
    public mutating func next() throws(ArchiveError) -> ArchivePart? {
        do throws(ArchiveError) {
            return try advance()
        } catch {
            state = .failed(error)
            (input, gathered) = ([], [])
            throw error
        }
    }

    /// Says that no more bytes come, after ``next()`` has given nil.
    ///
    /// - Throws: ``ArchiveError`` when the archive is not complete. A single block of zeros will do as an end mark, which
    ///   not all programs write in full; ``ArchivePart/end`` does not come then.
    public func finish() throws(ArchiveError) {
        switch state {
        case .failed(let error): throw error
        case .ended, .halfEnd: break
        case .content(let left, _, _), .sparseMap(let left): throw .truncated(at: offset, missing: left)
        case .header, .extended, .padding: throw .truncated(at: offset, missing: 0)
        }
    }

    private mutating func advance() throws(ArchiveError) -> ArchivePart? {
        while true {
            switch state {
            case .header:
                guard let header = takeBlock() else { return nil }
                if let entry = try begin(header) { return .entry(entry) }
            case .extended(let header, let size):
                guard let content = gather(size) else { return nil }
                try apply(content, of: header)
                state = .padding(left: ArchiveHeader.padding(after: Int64(size)))
            case .sparseMap(let size):
                guard let block = takeBlock() else { return nil }
                if !block.isSparseMapContinued(inHeader: false) { state = Self.content(size, isGiven: false) }
            case .content(0, let padding, _):
                state = .padding(left: padding)
                return .endOfEntry
            case .content(let left, let padding, let isGiven):
                guard !input.isEmpty else { return nil }
                let piece = take(Int(clamping: left))
                state = .content(left: left - Int64(piece.count), padding: padding, isGiven: isGiven)
                if isGiven { return .content(piece) }
            case .padding(0):
                state = .header
            case .padding(let left):
                guard !input.isEmpty else { return nil }
                state = .padding(left: left - take(left).count)
            case .halfEnd:
                guard let block = takeBlock() else { return nil }
                guard block.isZero else { throw .loneZeroBlock(at: block.offset - Int64(ArchiveHeader.blockSize)) }
                state = .ended
                input = []
                return .end
            case .ended:
                return nil
            case .failed(let error):
                throw error
            }
        }
    }

    /// Takes a header; gives the entry that it begins, if it does.
    private mutating func begin(_ header: ArchiveHeader) throws(ArchiveError) -> ArchiveEntry? {
        if header.isZero {
            state = .halfEnd
            return nil
        }
        guard header.isChecksumRight else {
            throw header.offset == 0 ? .notAnArchive : .wrongChecksum(at: header.offset)
        }
        switch header.type {
        case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"):
            let size = try header.number(.size)
            guard size >= 0 else { throw .negativeSize(at: header.offset) }
            guard size <= Self.maximumExtension else { throw .extensionTooLong(size, at: header.offset) }
            state = .extended(header, size: Int(size))
            return nil
        default:
            let entry = try ArchiveEntry(header, records)
            records = global
            if header.type == UInt8(ascii: "S"), header.isSparseMapContinued(inHeader: true) {
                state = .sparseMap(size: entry.size)
            } else {
                state = Self.content(entry.size, isGiven: entry.kind == .file)
            }
            return entry
        }
    }

    private mutating func apply(_ content: [UInt8], of header: ArchiveHeader) throws(ArchiveError) {
        switch header.type {
        case UInt8(ascii: "L"): records.take(longName: content, isTarget: false)
        case UInt8(ascii: "K"): records.take(longName: content, isTarget: true)
        case UInt8(ascii: "g"):
            try global.take(content, at: header.offset)
            try records.take(content, at: header.offset)
        default: try records.take(content, at: header.offset)
        }
    }

    private static func content(_ size: Int64, isGiven: Bool) -> State {
        .content(left: size, padding: ArchiveHeader.padding(after: size), isGiven: isGiven)
    }

    private mutating func takeBlock() -> ArchiveHeader? {
        gather(ArchiveHeader.blockSize).map {
            ArchiveHeader($0, at: offset - Int64(ArchiveHeader.blockSize))
        }
    }

    /// Exactly `count` bytes, once they are all there.
    private mutating func gather(_ count: Int) -> [UInt8]? {
        gathered.append(contentsOf: take(count - gathered.count))
        guard gathered.count == count else { return nil }
        defer { gathered = [] }
        return gathered
    }

    /// At most `count` bytes, without copying them.
    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let piece = input.prefix(count)
        offset += Int64(piece.count)
        // An empty slice would keep the memory that it was cut from.
        input = piece.count == input.count ? [] : input.dropFirst(piece.count)
        return piece
    }
}

extension ArchiveEntry {
    /// What a header and the extended headers before it say of an entry.
    fileprivate init(_ header: ArchiveHeader, _ records: PaxRecords) throws(ArchiveError) {
        let told: ArchivePath = records.path ?? header.path
        let kind: Kind =
            switch header.type {
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"):
                // Before there was a type for directories, a slash made one, and still does.
                records.isSparse ? .other(UInt8(ascii: "S")) : told.hasTrailingSlash ? .directory : .file
            case UInt8(ascii: "2"): .symbolicLink(target: records.target ?? header.target)
            case UInt8(ascii: "5"): .directory
            default: .other(header.type)
            }
        let size = if let size = records.size { size } else { try header.number(.size) }
        guard size >= 0 else { throw .negativeSize(at: header.offset) }
        let canHaveContent =
            kind != .directory && !(UInt8(ascii: "1")...UInt8(ascii: "6")).contains(header.type)
        guard size == 0 || canHaveContent else {
            throw .unexpectedContent(size, type: header.type, at: header.offset)
        }
        let modified =
            if let time = records.modified { time } else { ArchiveTime(seconds: try header.number(.mtime)) }
        self.init(
            path: kind == .directory ? told.withoutTrailingSlashes : told,
            kind: kind,
            mode: UInt16(truncatingIfNeeded: try header.number(.mode) & 0o7777),
            size: size,
            modified: modified
        )
    }
}
