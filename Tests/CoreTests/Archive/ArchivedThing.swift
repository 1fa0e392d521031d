import Core

/// An entry with its content, as tests put it into archives and find it there.
struct ArchivedThing: Equatable, CustomStringConvertible {
    var entry: ArchiveEntry
    var content: [UInt8] = []

    static func file(
        _ path: ArchivePath, _ content: [UInt8], mode: UInt16 = 0o644, modified: ArchiveTime = ArchiveTime(seconds: 0)
    ) -> Self {
        let size = Int64(content.count)
        return Self(entry: ArchiveEntry(path: path, mode: mode, size: size, modified: modified), content: content)
    }

    static func directory(_ path: ArchivePath, mode: UInt16 = 0o755) -> Self {
        Self(entry: ArchiveEntry(path: path, kind: .directory, mode: mode))
    }

    static func link(_ path: ArchivePath, to target: ArchivePath) -> Self {
        Self(entry: ArchiveEntry(path: path, kind: .symbolicLink(target: target), mode: 0o777))
    }

    static func other(_ type: Unicode.Scalar, _ path: ArchivePath, size: Int64 = 0) -> Self {
        Self(entry: ArchiveEntry(path: path, kind: .other(UInt8(ascii: type)), size: size))
    }

    var description: String { "\(entry) with \(content.count) bytes" }

    /// The same for programs that keep whole seconds only.
    var inWholeSeconds: Self {
        var copy = self
        copy.entry.modified = ArchiveTime(seconds: entry.modified.seconds)
        return copy
    }

    /// Something of everything, among it what needs an extended header.
    static let everything: [Self] = [
        .directory("d"), .directory("d/closed", mode: 0o700),
        .file("d/empty", []),
        .file("d/one block", [UInt8](repeating: 1, count: 512), modified: ArchiveTime(seconds: 1_700_000_000)),
        .file("d/program", Array("#!/bin/sh\n".utf8), mode: 0o755),
        .file("d/set", [7], mode: 0o4711),
        .file("d/long", (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
        .file("d/fraction", [1], modified: ArchiveTime(seconds: 1_700_000_000, nanoseconds: 250_000_000)),
        .file("d/before 1970", [2], modified: ArchiveTime(seconds: -2, nanoseconds: 500_000_000)),
        .file("d/2300", [3], modified: ArchiveTime(seconds: 10_413_792_000)),
        .file("d/한글 é", [4]), .file(ArchivePath(Array("d/latin1 ".utf8) + [0xe9]), [5]),
        .file(path(of: 100), [6]), .file(path(of: 101), [7]), .file(path(of: 255), [8]), .file(path(of: 1000), [9]),
        .file(ArchivePath("d/" + String(repeating: "n", count: 150)), [10]),
        .link("d/link", to: "one block"), .link("d/out", to: "/etc/shadow"), .link("d/é link", to: "é"),
        .link("d/long link", to: path(of: 101)),
        .link("d/latin1 link", to: ArchivePath([0xe9])),
    ]

    /// A path of so many bytes below `d`, in components that every file system takes.
    private static func path(of length: Int) -> ArchivePath {
        let components = String(repeating: String(repeating: "p", count: 50) + "/", count: 20)
        return ArchivePath("d/\(length)\(components)".prefix(length - 1) + "q")
    }
}

extension [ArchivedThing] {
    /// The archive of them all.
    func archived(by writer: ArchiveWriter = ArchiveWriter()) throws -> [UInt8] {
        try flatMap { thing in
            try writer.header(thing.entry) + thing.content + ArchiveWriter.padding(after: thing.entry.size)
        } + ArchiveWriter.end
    }

    /// What an archive holds, read in pieces of `size` bytes.
    ///
    /// - Throws: ``ArchiveError``, and ``BrokenOrder`` when parts come as they never should.
    init(reading bytes: [UInt8], inPiecesOf size: Int = 64 << 10) throws {
        self = []
        var reader = ArchiveReader()
        var isOpen = false
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let part = try reader.next() {
                switch part {
                case .entry(let entry):
                    if isOpen { throw BrokenOrder() }
                    isOpen = true
                    append(ArchivedThing(entry: entry))
                case .content(let bytes):
                    if !isOpen || bytes.isEmpty || self[count - 1].entry.kind != .file { throw BrokenOrder() }
                    self[count - 1].content += bytes
                case .endOfEntry:
                    if !isOpen { throw BrokenOrder() }
                    isOpen = false
                case .end:
                    if isOpen { throw BrokenOrder() }
                }
            }
        }
        try reader.finish()
    }

    struct BrokenOrder: Error {}

    func sortedByPath() -> Self { sorted { $0.entry.path.bytes.lexicographicallyPrecedes($1.entry.path.bytes) } }
}
