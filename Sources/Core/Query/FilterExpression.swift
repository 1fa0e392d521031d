/// A condition of the filter language, such as `status == "running" & (name like "a%" | name is null)`.
///
/// `&` and `|` bind alike and to the right, and `!` reaches as far as it can: `a | b & c` is `a | (b & c)`,
/// `a & b | c` is `a & (b | c)`, and `!a & b` is `!(a & b)`. Whoever wants anything else writes parentheses.
///
/// A value of its own, which knows nothing of fields: whether they exist, and what they may be compared with, is for
/// whoever asks the database.
///
/// - SeeAlso: `ai.backend.manager.models.minilang` of the original, whose language this is.
public indirect enum FilterExpression: Sendable, Equatable {
    /// A field's name, how it is compared, and with what.
    case comparison(field: String, operator: FilterOperator, value: FilterValue)
    case and(FilterExpression, FilterExpression)
    case or(FilterExpression, FilterExpression)
    case not(FilterExpression)

    /// The longest text that is read, in bytes.
    public static let maximumLength = 16_384
    /// The deepest nesting that is read: of operators, parentheses and arrays.
    public static let maximumDepth = 200

    /// Reads an expression.
    ///
    /// - Throws: ``FilterSyntaxError``, also for an empty text and for one that is too long or nested too deeply.
    public init(parsing text: String) throws(FilterSyntaxError) {
        var parser = try FilterParser(text)
        self = try parser.parse()
    }
}

extension FilterExpression: CustomStringConvertible {
    /// The expression as the language writes it, with no more parentheses than it needs.
    public var description: String {
        switch self {
        case .comparison(let field, let comparison, let value): "\(field) \(comparison.rawValue) \(value)"
        case .and(let left, let right): "\(left.asLeftSide) & \(right)"
        case .or(let left, let right): "\(left.asLeftSide) | \(right)"
        case .not(let inner): "!\(inner)"
        }
    }

    /// Anything but a comparison would take what follows for its own.
    private var asLeftSide: String {
        if case .comparison = self { description } else { "(\(self))" }
    }
}
