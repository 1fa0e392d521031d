/// The errors that one validation finds; messages are made only while they are still wanted.
final class ViolationReport {
    private var violations: [(message: String, offsets: [Int])] = []
    private let source: SourceText

    /// graphql-core stops after as many errors.
    private static let maximumErrors = 100

    init(source: SourceText) {
        self.source = source
    }

    func add(_ message: () -> String, at offsets: [Int]) {
        guard violations.count <= Self.maximumErrors else { return }
        if violations.count == Self.maximumErrors {
            violations.append(("Too many validation errors, error limit reached. Validation aborted.", []))
        } else {
            violations.append((message(), offsets))
        }
    }

    /// The errors in the order of their discovery; all offsets are located in one pass over the text.
    var errors: [GraphQLError] {
        if violations.isEmpty { return [] }
        let locations = source.locations(at: violations.flatMap(\.offsets))
        return violations.map { violation in
            GraphQLError(violation.message, locations: violation.offsets.compactMap { locations[$0] })
        }
    }
}
