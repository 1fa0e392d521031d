/// A path that cannot lead out of the directory that it is taken to be in, by its components.
///
/// It says nothing of what is there already: a component may be a symbolic link that someone else made,
/// so every directory on the way must be opened without following links.
public struct SafePath: Sendable, Hashable, CustomStringConvertible {
    /// The longest path that is accepted, in bytes.
    public static let maximumLength = 4096
    /// The longest component, which is what Linux file systems take.
    public static let maximumComponentLength = 255

    /// The names on the way, none of them empty, `.` or `..`; no names mean the directory itself.
    public let components: [ArchivePath]

    /// Judges a path.
    ///
    /// Any number of `./` before it and one `/` after it are left out. An absolute path is taken as relative to `base`
    /// when it lies there.
    ///
    /// - Parameters:
    ///   - path: A path from someone who is not trusted.
    ///   - base: The absolute path under which the directory is known to them; nil when absolute paths are refused.
    /// - Throws: ``UnsafePath``, which tells the path and what is wrong with it.
    public init(_ path: ArchivePath, below base: ArchivePath? = nil) throws(UnsafePath) {
        if path.bytes.isEmpty { throw UnsafePath(path, .empty) }
        if path.hasNUL { throw UnsafePath(path, .hasNUL) }
        if path.bytes.count > Self.maximumLength { throw UnsafePath(path, .tooLong) }

        var names = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        if path.bytes.first == UInt8(ascii: "/") {
            guard let base else { throw UnsafePath(path, .absolute) }
            names = names.dropFirst()
            for name in base.bytes.split(separator: UInt8(ascii: "/")) {
                guard names.first == name else { throw UnsafePath(path, .outside(base)) }
                names = names.dropFirst()
            }
        }
        names = names.drop { $0.elementsEqual(".".utf8) }
        if names.last?.isEmpty ?? false { names = names.dropLast() }
        for name in names {
            if name.isEmpty { throw UnsafePath(path, .emptyComponent) }
            if name.elementsEqual(".".utf8) { throw UnsafePath(path, .dotComponent) }
            if name.elementsEqual("..".utf8) { throw UnsafePath(path, .parentComponent) }
            if name.count > Self.maximumComponentLength { throw UnsafePath(path, .componentTooLong) }
        }
        components = names.map { ArchivePath($0) }
    }

    /// Whether the path is that of the directory itself, where only a directory can be.
    public var isBase: Bool { components.isEmpty }

    /// The path with nothing left out or doubled; `.` for the directory itself.
    public var path: ArchivePath {
        isBase ? "." : ArchivePath(components.map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
    }

    public var description: String { path.description }
}

/// Why a path is not written to.
public struct UnsafePath: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Reason: Equatable, Sendable {
        /// Nothing stands there.
        case empty
        /// A NUL, which no name can have.
        case hasNUL
        /// An absolute path where none is expected.
        case absolute
        /// An absolute path that does not begin with the one given.
        case outside(ArchivePath)
        /// Two slashes in a row.
        case emptyComponent
        /// A `.` in the middle.
        case dotComponent
        /// A `..` anywhere.
        case parentComponent
        /// More than ``SafePath/maximumLength`` bytes.
        case tooLong
        /// A component of more than ``SafePath/maximumComponentLength`` bytes.
        case componentTooLong
    }

    /// The path that was judged.
    public let path: ArchivePath
    /// What is wrong with it.
    public let reason: Reason

    init(_ path: ArchivePath, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    public var description: String {
        switch reason {
        case .empty: "an empty path names nothing"
        case .hasNUL: "the path `\(path)` has a NUL in it"
        case .absolute: "the path `\(path)` is absolute"
        case .outside(let base): "the path `\(path)` is not below `\(base)`"
        case .emptyComponent: "the path `\(path)` has two slashes in a row"
        case .dotComponent: "the path `\(path)` has `.` as a component"
        case .parentComponent: "the path `\(path)` has `..` as a component"
        case .tooLong: "the path `\(path)` is longer than \(SafePath.maximumLength) bytes"
        case .componentTooLong:
            "the path `\(path)` has a component of more than \(SafePath.maximumComponentLength) bytes"
        }
    }
}
