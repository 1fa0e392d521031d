/// The images that can be run, and what a name that a user types means among them.
public struct ImageCatalog: Sendable {
    /// What a name means.
    public enum Resolution: Sendable, Equatable {
        /// This image.
        case image(ImageReport)
        /// None; perhaps `suggestion` was meant.
        case unknown(suggestion: String?)
    }

    private let images: [(reference: ImageReference, report: ImageReport)]

    /// A catalogue of images; those without a proper name are left out.
    public init(_ images: [ImageReport]) {
        self.images = images.compactMap { report in
            ImageReference(parsing: report.name).map { (reference: $0, report: report) }
        }
    }

    /// Finds the image that a name means: the exact one, or of those that match the one of the highest version.
    ///
    /// - Parameters:
    ///   - text: As users type it: `python`, `python:3.11`, `local/python:3.11`.
    ///   - architecture: What it must be made for; nil for any.
    /// - Returns: The image, or the nearest name.
    public func resolve(_ text: String, architecture: String? = nil) -> Resolution {
        guard let wanted = ImageReference(parsing: text) else { return .unknown(suggestion: nil) }
        let candidates = images.filter { architecture == nil || $0.report.architecture == architecture }
        if let exact = candidates.first(where: { $0.reference == wanted }) { return .image(exact.report) }
        let best = candidates.filter { wanted.matches($0.reference) }.max(by: Self.isOlder)
        return best.map { .image($0.report) } ?? .unknown(suggestion: suggestion(for: wanted, among: candidates))
    }

    private func suggestion(
        for wanted: ImageReference, among candidates: [(reference: ImageReference, report: ImageReport)]
    ) -> String? {
        // The image is there under another tag, or of another registry: name it whole.
        if let sibling = candidates.filter({ $0.reference.path == wanted.path }).max(by: Self.isOlder) {
            return sibling.report.name
        }
        return NearestName.suggestion(for: wanted.path, among: candidates.map(\.reference.path).sorted())
    }

    private static func isOlder(
        _ left: (reference: ImageReference, report: ImageReport),
        _ right: (reference: ImageReference, report: ImageReport)
    ) -> Bool {
        let (older, newer) = (versionParts(left.reference.tag), versionParts(right.reference.tag))
        if older != newer { return older.lexicographicallyPrecedes(newer) }
        // Any order will do, as long as it is always the same.
        return left.report.name < right.report.name
    }

    /// The numbers of a tag, so that 3.9 comes before 3.11.
    private static func versionParts(_ tag: String?) -> [Int] {
        (tag ?? "").split(whereSeparator: { !$0.isASCII || !$0.isNumber }).map { Int($0) ?? .max }
    }
}
