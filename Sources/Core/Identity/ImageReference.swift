/// The name of an image, as users type it and in its canonical form `registry/path:tag`.
///
/// A host image has the registry `local` and one path part: `local/python:3.11`.
public struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// The registry of images that are made of the host's own /usr.
    public static let localRegistry = "local"

    /// Such as `local` or `cr.backend.ai`; nil when the text names none.
    public let registry: String?
    /// Such as `python` or `stable/python`.
    public let path: String
    /// Such as `3.11`; nil when the text names none.
    public let tag: String?

    /// Names an image by its parts.
    public init(registry: String?, path: String, tag: String?) {
        self.registry = registry
        self.path = path
        self.tag = tag
    }

    /// Reads `[registry/]path[:tag]`.
    ///
    /// A first part is a registry when it has a dot or a colon, or is `local` or `localhost`.
    public init?(parsing text: String) {
        guard !text.isEmpty, text.utf8.count <= 512, text.unicodeScalars.allSatisfy(ImageReference.isAllowed) else {
            return nil
        }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        var registry: String?
        if parts.count > 1, let first = parts.first, ImageReference.isRegistry(first) {
            registry = first
            parts.removeFirst()
        }
        let last = parts.removeLast()
        let named = last.split(separator: ":", omittingEmptySubsequences: false)
        guard named.count <= 2, named.allSatisfy({ !$0.isEmpty }) else { return nil }
        parts.append(String(named[0]))
        self.init(
            registry: registry, path: parts.joined(separator: "/"), tag: named.count == 2 ? String(named[1]) : nil)
    }

    /// `registry/path:tag` with the parts that are there.
    public var description: String {
        (registry.map { $0 + "/" } ?? "") + path + (tag.map { ":" + $0 } ?? "")
    }

    /// Whether `self`, as typed, can mean `image`, which is canonical: a part that is absent matches any,
    /// and a tag matches its own refinements, so that `3` means `3.11` and `3.11` means `3.11-debian`.
    public func matches(_ image: ImageReference) -> Bool {
        if let registry, registry != image.registry { return false }
        guard path == image.path else { return false }
        guard let tag, tag != "latest" else { return true }
        guard let other = image.tag else { return false }
        return other == tag || other.hasPrefix(tag + ".") || other.hasPrefix(tag + "-")
    }

    private static func isRegistry(_ part: String) -> Bool {
        part == localRegistry || part == "localhost" || part.contains(".") || part.contains(":")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "/", ":", "+": true
        default: false
        }
    }
}
