import Core
import TestSupport

/// One respect in which an answer differs from the recorded one.
struct GoldenDifference: Sendable, CustomStringConvertible {
    /// In what they differ.
    enum Kind: String, Sendable {
        /// The status of HTTP.
        case status
        /// A header field, or the media type.
        case header
        /// A member that was recorded is absent.
        case missing
        /// A member that was not recorded is present.
        case extra
        /// Another type of JSON; `null` is one of its own.
        case type
        /// Another number of items.
        case length
        /// The same members in another order, where order counts.
        case order
        /// Another value that no placeholder stands for.
        case value
    }

    let step: String
    let kind: Kind
    /// Where, such as `body.data.items`; the numbers of items are left out.
    let place: String
    let recorded: String
    let actual: String

    var description: String { "\(step): \(kind) at `\(place)`: recorded \(recorded), now \(actual)" }
}

/// A difference that is meant, with its reason.
struct GoldenDeviation: Sendable, CustomStringConvertible {
    /// Which steps; `*` stands for anything.
    let steps: [String]
    let kind: GoldenDifference.Kind
    /// Where; `*` stands for anything.
    let place: String
    let reason: String
    /// Whether it is seen on some machines only, such as those that lack a program.
    let dependsOnMachine: Bool

    var description: String { "\(kind) at `\(place)` in \(steps.joined(separator: ", ")): \(reason)" }

    /// Whether this explains `difference`.
    func covers(_ difference: GoldenDifference) -> Bool {
        kind == difference.kind && Wildcard(place).matches(difference.place)
            && steps.contains { Wildcard($0).matches(difference.step) }
    }

    /// The list in `Tests/Fixtures/golden/deviations.json`.
    static func all() throws -> [GoldenDeviation] {
        let file = try FileText.read(Fixtures.path("golden/deviations.json"))
        return try JSONValue(parsing: Array(file.utf8)).items?.map(GoldenDeviation.init) ?? []
    }

    private init(_ entry: JSONValue) throws {
        guard let kind = GoldenDifference.Kind(rawValue: entry["kind"]?.text ?? ""), let place = entry["at"]?.text,
            let reason = entry["reason"]?.text, let steps = entry["steps"]?.items?.compactMap(\.text)
        else { throw Malformed(entry: entry.encodedText) }
        dependsOnMachine = entry["machine"] == true
        (self.kind, self.place, self.reason, self.steps) = (kind, place, reason, steps)
    }

    struct Malformed: Error {
        let entry: String
    }
}

/// A text in which some pieces stand for anything.
struct Wildcard {
    private let pieces: [Substring]

    /// `*` stands for anything.
    init(_ pattern: String) {
        pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    }

    /// Pieces with anything between them.
    init(pieces: [Substring]) {
        self.pieces = pieces
    }

    func matches(_ text: String) -> Bool {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
        if pieces.count == 1 { return text == first }
        var rest = text.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
