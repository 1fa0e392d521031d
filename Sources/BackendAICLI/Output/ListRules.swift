import BackendAIKit
import Core

/// Filter, order and part of a list that the manager only gives as a whole, in the languages that it has for others.
struct ListRules {
    private let filter: FilterExpression?
    private let order: OrderExpression
    private let page: PageRequest
    private let noun: Noun

    /// Reads the rules.
    ///
    /// - Throws: ``CommandFailure`` for what is not of these languages, or names no field of the noun.
    init(_ page: PageRequest, noun: Noun) throws(CommandFailure) {
        self.page = page
        self.noun = noun
        do {
            filter = try page.filter.map { text throws(FilterSyntaxError) in try FilterExpression(parsing: text) }
        } catch {
            throw ListRules.failure("--filter", error.message)
        }
        do {
            order = try OrderExpression(parsing: page.order ?? "")
        } catch {
            throw ListRules.failure("--order", error.message)
        }
        for name in names { _ = try noun.field(name) }
    }

    private static func failure(_ option: String, _ message: String) -> CommandFailure {
        let lines = message.split(separator: "\n").map { String($0).replacing("\t", with: "") }
        return CommandFailure(
            status: .invalidArgument, what: "`\(option)` is not understood", why: lines.first,
            details: Array(lines.dropFirst()))
    }

    /// What has to be asked for besides what is shown.
    var selections: [String] { names.compactMap { try? noun.field($0).selection } }

    private var names: [String] { (filter?.fields ?? []) + order.items.map(\.field) }

    /// The part of `items` that the rules leave.
    func page(of items: [JSONValue]) -> ListPage {
        var kept = items
        if let filter { kept = kept.filter { item in filter.holds { value($0, of: item) } } }
        // Stable, so that equal ones stay as the manager has them.
        for item in order.items.reversed() {
            kept = kept.enumerated().sorted { left, right in
                let values = (value(item.field, of: left.element), value(item.field, of: right.element))
                guard values.0 != values.1 else { return left.offset < right.offset }
                let isAscending = values.0.precedes(values.1)
                return item.isDescending ? values.1.precedes(values.0) : isAscending
            }.map(\.element)
        }
        let part = kept.dropFirst(page.offset).prefix(page.limit ?? .max)
        return ListPage(items: Array(part), total: kept.count)
    }

    private func value(_ name: String, of item: JSONValue) -> JSONValue {
        guard let field = try? noun.field(name) else { return .null }
        return field.style.raw(field.value(in: item))
    }
}

extension FilterExpression {
    /// The fields that it names.
    fileprivate var fields: [String] {
        switch self {
        case .comparison(let field, _, _): [field]
        case .and(let left, let right), .or(let left, let right): left.fields + right.fields
        case .not(let inner): inner.fields
        }
    }

    /// Whether it holds for something whose fields are `value`.
    fileprivate func holds(_ value: (String) -> JSONValue) -> Bool {
        switch self {
        case .and(let left, let right): left.holds(value) && right.holds(value)
        case .or(let left, let right): left.holds(value) || right.holds(value)
        case .not(let inner): !inner.holds(value)
        case .comparison(let field, let comparison, let wanted):
            // Of a list any item may satisfy, as in the manager.
            switch value(field) {
            case .array(let items) where comparison != .is && comparison != .isNot:
                items.contains { comparison.holds($0, wanted, isItem: true) }
            case let value: comparison.holds(value, wanted, isItem: false)
            }
        }
    }
}

extension FilterOperator {
    fileprivate func holds(_ value: JSONValue, _ wanted: FilterValue, isItem: Bool) -> Bool {
        switch self {
        case .is: return value == wanted.json(like: value)
        case .isNot: return value != wanted.json(like: value)
        case .isIn:
            guard case .array(let items) = wanted else { return false }
            return items.contains { value == $0.json(like: value) }
        case .equal: return !value.isNull && value == wanted.json(like: value)
        case .notEqual: return !value.isNull && value != wanted.json(like: value)
        case .contains where isItem: return value == wanted.json(like: value)
        case .contains:
            guard let text = value.text, case .text(let part) = wanted else { return false }
            return text.contains(part)
        case .less, .greater, .lessOrEqual, .greaterOrEqual:
            let other = wanted.json(like: value)
            guard !value.isNull, !other.isNull else { return false }
            return switch self {
            case .less: value.precedes(other)
            case .greater: other.precedes(value)
            case .lessOrEqual: !other.precedes(value)
            default: !value.precedes(other)
            }
        case .like, .likeIgnoringCase:
            guard let text = value.text, case .text(let pattern) = wanted else { return false }
            let ignoresCase = self == .likeIgnoringCase
            return LikePattern(ignoresCase ? pattern.lowercased() : pattern).matches(
                ignoresCase ? text.lowercased() : text)
        }
    }
}

extension FilterValue {
    /// The value as an answer would have it; times are compared as their texts are.
    fileprivate func json(like other: JSONValue) -> JSONValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): if case .number = other { .number(Double(number)) } else { .integer(number) }
        case .number(let number): .number(number)
        case .text(let text): .string(text)
        case .array(let items): .array(items.map { $0.json(like: other) })
        }
    }
}

extension JSONValue {
    /// Whether this comes first: nothing before all else, numbers by size, the rest as text.
    fileprivate func precedes(_ other: JSONValue) -> Bool {
        if isNull || other.isNull { return isNull && !other.isNull }
        if let left = number, let right = other.number { return left < right }
        return cell < other.cell
    }

    private var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
