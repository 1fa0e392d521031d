import Core

/// One field of a list, as the filter and order languages know it.
struct QueryColumn: Sendable {
    /// What a field may be used for.
    struct Uses: OptionSet, Sendable {
        let rawValue: Int
        static let filter = Uses(rawValue: 1)
        static let order = Uses(rawValue: 2)
    }

    /// Its name in the languages.
    let name: String
    /// The SQL expression of its value, such as `u.email`; written by us, never made of anything that came from outside.
    let sql: String
    let kind: QueryKind
    let uses: Uses

    /// Names a field; `sql` is what the database calls it, where that is not the name.
    init(_ name: String, _ kind: QueryKind, sql: String? = nil, uses: Uses = [.filter, .order]) {
        self.name = name
        self.sql = sql ?? name
        self.kind = kind
        self.uses = uses
    }

    /// The condition that the field compares so with `value`.
    ///
    /// - Throws: ``QueryError`` for what cannot be compared.
    func condition(_ comparison: FilterOperator, _ value: FilterValue) throws(QueryError) -> SQLFragment {
        if case .list(let kind) = kind {
            let item = QueryColumn(name, kind, sql: SQLDialect.item)
            let condition = try item.condition(comparison == .contains ? .equal : comparison, value)
            return SQLDialect.anyItem(of: sql, satisfies: condition)
        }
        switch (comparison, value) {
        case (.isIn, .array(let items)): return try isIn(items)
        case (.isIn, _): throw .comparison("`in` takes an array, such as `\(name) in [1, 2]`; got `\(value)`")
        case (_, .array): throw .comparison("an array follows `in` alone, not `\(comparison.rawValue)`")
        case (.equal, .null), (.is, .null): return SQLFragment("\(sql) IS NULL")
        case (.notEqual, .null), (.isNot, .null): return SQLFragment("\(sql) IS NOT NULL")
        case (_, .null): throw .comparison("null is compared by `is` and `isnot`, not by `\(comparison.rawValue)`")
        case (.contains, _), (.like, _), (.likeIgnoringCase, _): return try matching(comparison, value)
        case (.equal, _): return SQLFragment("\(sql) = ?", [try kind.bound(value, to: name)])
        case (.notEqual, _): return SQLFragment("\(sql) <> ?", [try kind.bound(value, to: name)])
        case (.is, _):
            return SQLFragment("(\(sql) IS NOT NULL AND \(sql) = ?)", [try kind.bound(value, to: name)])
        case (.isNot, _):
            return SQLFragment("(\(sql) IS NULL OR \(sql) <> ?)", [try kind.bound(value, to: name)])
        case (.greater, _), (.greaterOrEqual, _), (.less, _), (.lessOrEqual, _):
            return try compared(comparison.rawValue, value)
        }
    }

    /// The expression that the field is ordered by: its value, or its place among the names of an enumeration.
    var rank: SQLFragment {
        guard case .enumeration(let names) = kind, !names.isEmpty else { return SQLFragment(sql) }
        let cases = names.indices.map { "WHEN ? THEN \($0)" }.joined(separator: " ")
        return SQLFragment("CASE \(sql) \(cases) END", names.map { .text($0.stored) })
    }

    private func isIn(_ items: [FilterValue]) throws(QueryError) -> SQLFragment {
        var values: [SQLValue] = []
        for item in items { values.append(try kind.bound(item, to: name)) }
        // An empty list is no SQL.
        guard !values.isEmpty else { return SQLFragment("0 = 1") }
        return SQLFragment("\(sql) IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
    }

    private func matching(_ comparison: FilterOperator, _ value: FilterValue) throws(QueryError) -> SQLFragment {
        guard kind == .text else { throw .comparison("`\(comparison.rawValue)` is for texts, and `\(name)` is none") }
        guard case .text(let text) = try kind.bound(value, to: name) else { return SQLFragment("0 = 1") }
        switch comparison {
        case .contains: return SQLDialect.contains(text, in: sql)
        case .like: return SQLDialect.like(LikePattern(text), sql)
        default: return SQLDialect.likeIgnoringCase(LikePattern(text), sql)
        }
    }

    /// Larger and smaller; those of an enumeration go by the order of its names.
    private func compared(_ sign: String, _ value: FilterValue) throws(QueryError) -> SQLFragment {
        let bound = try kind.bound(value, to: name)
        switch kind {
        case .boolean: throw .comparison("`\(sign)` is not for true and false")
        case .enumeration(let names):
            let place = names.firstIndex { .text($0.stored) == bound } ?? 0
            return SQLFragment("\(rank.sql) \(sign) \(place)", rank.values)
        default: return SQLFragment("\(sql) \(sign) ?", [bound])
        }
    }
}
