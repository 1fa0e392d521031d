import Core

/// A filter as SQL can have it: alternating levels of AND and OR over comparisons, negations at the comparisons.
///
/// SQLite reads a statement with a stack of 100 places. So one operator's operands stand side by side, and the deepest comes
/// first, where a level costs one place and not three.
struct QueryCondition {
    private enum Shape {
        case comparison(SQLFragment)
        case all([QueryCondition])
        case any([QueryCondition])
    }

    /// How many places of the stack may be taken; the statement around it needs the rest.
    static let maximumStack = 60

    private let shape: Shape
    /// About how many places of the stack it takes to read this.
    let stack: Int

    /// Reads an expression; `column` finds the field of a name.
    ///
    /// - Throws: ``QueryError`` of the comparison that comes first in the text.
    init(
        _ expression: FilterExpression,
        isNegated: Bool = false,
        _ column: (String) throws(QueryError) -> QueryColumn
    ) throws(QueryError) {
        switch expression {
        case .comparison(let field, let comparison, let value):
            let condition = try column(field).condition(comparison, value)
            shape = .comparison(isNegated ? SQLFragment("NOT (\(condition.sql))", condition.values) : condition)
            stack = 0
        case .not(let inner):
            self = try QueryCondition(inner, isNegated: !isNegated, column)
        case .and(let left, let right), .or(let left, let right):
            let left = try QueryCondition(left, isNegated: isNegated, column)
            let right = try QueryCondition(right, isNegated: isNegated, column)
            // A negation turns one into the other, for unknown values too.
            let isAnd = if case .and = expression { !isNegated } else { isNegated }
            let parts = isAnd ? left.conjuncts + right.conjuncts : left.disjuncts + right.disjuncts
            let ordered = parts.sorted { $0.stack > $1.stack }
            shape = isAnd ? .all(ordered) : .any(ordered)
            stack =
                zip(ordered.indices, ordered).map { $1.stack + ($0 == 0 ? 0 : 2) + ($1.isAny ? 1 : 0) }.max() ?? 0
        }
    }

    /// The SQL; an OR is not in parentheses.
    var fragment: SQLFragment {
        switch shape {
        case .comparison(let fragment): fragment
        case .all(let parts): Self.joined(parts.map { $0.isAny ? $0.parenthesised : $0.fragment }, " AND ")
        case .any(let parts): Self.joined(parts.map(\.fragment), " OR ")
        }
    }

    /// The SQL, so that it can stand beside an AND.
    var parenthesised: SQLFragment {
        let fragment = fragment
        return SQLFragment("(\(fragment.sql))", fragment.values)
    }

    private var conjuncts: [QueryCondition] { if case .all(let parts) = shape { parts } else { [self] } }
    private var disjuncts: [QueryCondition] { if case .any(let parts) = shape { parts } else { [self] } }
    private var isAny: Bool { if case .any = shape { true } else { false } }

    private static func joined(_ parts: [SQLFragment], _ separator: String) -> SQLFragment {
        SQLFragment(parts.map(\.sql).joined(separator: separator), parts.flatMap(\.values))
    }
}
