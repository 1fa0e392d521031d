import Core

/// The fields of one list that filters and orders may name, and the SQL that they become.
///
/// Names are looked up and values bound: no text of a client ever becomes part of a statement.
struct QueryColumns: Sendable {
    /// A unique SQL expression, such as `s.id`, so that rows that are otherwise equal have an order and pages no gaps.
    let tieBreak: String

    private let columns: [String: QueryColumn]

    /// Names the fields; of two with one name the latter counts.
    init(tieBreak: String, _ columns: [QueryColumn]) {
        self.tieBreak = tieBreak
        self.columns = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// The condition for a WHERE that `expression` is; it can stand beside an AND.
    ///
    /// - Throws: ``QueryError`` for unknown fields and for what cannot be compared, the first in the text.
    func condition(of expression: FilterExpression) throws(QueryError) -> SQLFragment {
        let condition = try QueryCondition(expression) { field throws(QueryError) in
            guard let column = columns[field], column.uses.contains(.filter) else { throw .unknownFilterField(field) }
            return column
        }
        guard condition.stack <= QueryCondition.maximumStack else {
            throw .filter("`&` and `|` are nested in one another too deeply")
        }
        return condition.parenthesised
    }

    /// What follows ORDER BY for `expression`, the tie-break at its end.
    ///
    /// Nulls are larger than all values, and an enumeration has the order of its names, as in the original's database.
    ///
    /// - Throws: ``QueryError`` for unknown fields.
    func ordering(of expression: OrderExpression) throws(QueryError) -> SQLFragment {
        var order = SQLFragment("")
        var known: Set<String> = []
        for item in expression.items {
            guard let column = columns[item.field], column.uses.contains(.order) else {
                throw .unknownOrderField(item.field)
            }
            // A field that has decided once decides nothing more.
            guard known.insert(item.field).inserted else { continue }
            let rank = column.rank
            order.sql += rank.sql + (item.isDescending ? " DESC NULLS FIRST, " : " ASC NULLS LAST, ")
            order.values += rank.values
        }
        order.sql += tieBreak
        return order
    }

    /// The condition of a filter as it was sent; nil without one.
    ///
    /// An empty text is no filter but an error, as in the original.
    ///
    /// - Throws: ``QueryError``.
    func condition(of filter: String?) throws(QueryError) -> SQLFragment? {
        guard let filter else { return nil }
        let expression: FilterExpression
        do throws(FilterSyntaxError) { expression = try FilterExpression(parsing: filter) } catch {
            throw QueryError(error)
        }
        return try condition(of: expression)
    }

    /// The order of a list as it was sent, `otherwise` when there is none or it is empty.
    ///
    /// - Throws: ``QueryError``.
    func ordering(of order: String?, otherwise: OrderExpression) throws(QueryError) -> SQLFragment {
        let expression: OrderExpression
        do throws(OrderSyntaxError) { expression = try OrderExpression(parsing: order ?? "") } catch {
            throw QueryError(error)
        }
        return try ordering(of: expression.items.isEmpty ? otherwise : expression)
    }
}
