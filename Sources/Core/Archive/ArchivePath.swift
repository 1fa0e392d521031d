/// The bytes of a path or of a link's target as they stand in an archive.
///
/// Linux knows names of any bytes but NUL, so nothing is decoded: a name that is not UTF-8 survives both ways.
public struct ArchivePath: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Every byte, in whatever encoding.
    public let bytes: [UInt8]

    /// A path of these bytes.
    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A path of the text's UTF-8.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The path as text; nil when it is not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The path for a message.
    ///
    /// Whoever made the archive chose its bytes: what could steer a terminal, or is not UTF-8, becomes U+FFFD,
    /// and no more than 200 bytes are shown.
    public var description: String {
        var shown = String.UnicodeScalarView()
        for scalar in String(decoding: bytes.prefix(200), as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: shown.append("\u{fffd}")
            default: shown.append(scalar)
            }
        }
        return String(shown) + (bytes.count > 200 ? "…" : "")
    }

    /// Whether a NUL stands in it, which no file system can keep.
    var hasNUL: Bool { bytes.contains(0) }

    /// Whether it ends like a directory's path.
    var hasTrailingSlash: Bool { bytes.last == UInt8(ascii: "/") }

    /// The path without the slashes at its end; the root keeps its own.
    var withoutTrailingSlashes: ArchivePath {
        var end = bytes.count
        while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        return end == bytes.count ? self : ArchivePath(bytes[..<end])
    }
}
