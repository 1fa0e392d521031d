/// Reads the filter language by recursive descent, no deeper than ``FilterExpression/maximumDepth``.
struct FilterParser {
    private var scanner: QueryScanner
    private var depth = 0

    init(_ text: String) throws(FilterSyntaxError) {
        guard text.utf8.count <= FilterExpression.maximumLength else {
            throw FilterSyntaxError(
                "The filter is longer than \(FilterExpression.maximumLength) bytes: `in` takes many values at once")
        }
        scanner = QueryScanner(text, known: QueryTerminal.filter)
    }

    mutating func parse() throws(FilterSyntaxError) -> FilterExpression {
        let expression = try expression()
        guard scanner.take(.end) != nil else {
            throw FilterSyntaxError(scanner.failure(expecting: .combination, .end))
        }
        return expression
    }

    /// What follows `!` or a combining operator belongs to it to the very end: the grammar knows no precedence.
    private mutating func expression() throws(FilterSyntaxError) -> FilterExpression {
        try descend()
        defer { depth -= 1 }
        if scanner.take(.not) != nil { return .not(try expression()) }
        let left = try operand()
        guard let combination = scanner.take(.combination) else { return left }
        let right = try expression()
        return combination.text == "&" ? .and(left, right) : .or(left, right)
    }

    private mutating func operand() throws(FilterSyntaxError) -> FilterExpression {
        if scanner.take(.leftParenthesis) != nil {
            let inner = try expression()
            guard scanner.take(.rightParenthesis) != nil else {
                throw FilterSyntaxError(scanner.failure(expecting: .combination, .rightParenthesis))
            }
            return inner
        }
        guard let field = scanner.take(.name) else {
            throw FilterSyntaxError(scanner.failure(expecting: .leftParenthesis, .name, .not))
        }
        guard let word = scanner.take(.comparison), let comparison = FilterOperator(rawValue: word.text) else {
            throw FilterSyntaxError(scanner.failure(expecting: .comparison))
        }
        return .comparison(field: field.text, operator: comparison, value: try value())
    }

    private mutating func value() throws(FilterSyntaxError) -> FilterValue {
        if scanner.take(.leftBracket) != nil { return .array(try items()) }
        guard let token = scanner.take(.signedNumber, .atom, .escapedString) else {
            throw FilterSyntaxError(scanner.failure(expecting: .signedNumber, .leftBracket, .atom, .escapedString))
        }
        switch (token.terminal, token.text) {
        case (.escapedString, let text): return FilterValue(quoted: text)
        case (.signedNumber, let text): return try number(text)
        case (_, "null"): return .null
        case (_, let text): return .bool(text == "true")
        }
    }

    private mutating func items() throws(FilterSyntaxError) -> [FilterValue] {
        try descend()
        defer { depth -= 1 }
        if scanner.take(.rightBracket) != nil { return [] }
        var items: [FilterValue] = []
        repeat {
            items.append(try value())
        } while scanner.take(.comma) != nil
        guard scanner.take(.rightBracket) != nil else {
            throw FilterSyntaxError(scanner.failure(expecting: .comma, .rightBracket))
        }
        return items
    }

    private func number(_ text: String) throws(FilterSyntaxError) -> FilterValue {
        if let whole = Int64(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else {
            throw FilterSyntaxError("Error trying to process rule \"number\":\n\nthe number \(text) is too large")
        }
        return .number(number)
    }

    /// Enters a level of nesting; the caller leaves it.
    private mutating func descend() throws(FilterSyntaxError) {
        guard depth < FilterExpression.maximumDepth else {
            throw FilterSyntaxError("The filter is nested deeper than \(FilterExpression.maximumDepth) levels")
        }
        depth += 1
    }
}
