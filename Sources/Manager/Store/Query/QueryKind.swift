import Core

/// What the values of a field are, and how the database keeps them.
indirect enum QueryKind: Sendable, Equatable {
    /// One value of an enumeration.
    struct Name: Sendable, Equatable {
        /// How filters call it, upper case.
        let name: String
        /// What the database keeps.
        let stored: String

        init(_ name: String, stored: String) {
            self.name = name
            self.stored = stored
        }
    }

    case text
    /// A whole number; filters may compare it with fractions.
    case integer
    /// 0 or 1.
    case boolean
    /// Whole microseconds since 1970.
    case time
    /// Lower case with dashes.
    case uuid
    /// One of some texts, in the order of their declaration.
    case enumeration([Name])
    /// A JSON array; a comparison holds when it holds for any item.
    case list(of: QueryKind)

    /// An enumeration that is stored by its names.
    static func enumeration(named names: [String]) -> QueryKind {
        .enumeration(names.map { Name($0, stored: $0) })
    }

    /// What is bound for `value` when it is compared with the field called `field`; null for null.
    func bound(_ value: FilterValue, to field: String) throws(QueryError) -> SQLValue {
        switch (self, value) {
        case (_, .null): return .null
        case (.text, .text(let text)): return .text(try plain(text, field))
        case (.integer, .integer(let number)): return .integer(number)
        case (.integer, .number(let number)): return .real(number)
        case (.boolean, .bool(let flag)): return SQLValue(flag)
        case (.time, .text(let text)):
            guard let time = QueryTime(parsing: text) else { throw .comparison("Unknown string format: \(text)") }
            return .integer(time.microseconds)
        case (.uuid, .text(let text)):
            guard let id = Self.uuid(text) else {
                throw .comparison("`\(field)` is a UUID; got `\(text)`")
            }
            return .text(id)
        case (.enumeration(let names), _):
            let given = if case .text(let text) = value { text } else { value.description }
            guard let known = names.first(where: { $0.name == given.uppercased() }) else {
                let all = names.map(\.name).joined(separator: ", ")
                throw .comparison("expected one of `\(all)` or lower names; got `\(given)`")
            }
            return .text(known.stored)
        default:
            throw .comparison("`\(field)` is compared with \(example); got `\(value)`")
        }
    }

    /// What a value of this kind looks like in a filter.
    private var example: String {
        switch self {
        case .text: "a text in double quotes"
        case .integer: "a number"
        case .boolean: "true or false"
        case .time: "a time in double quotes"
        case .uuid: "a UUID in double quotes"
        case .enumeration: "a name in double quotes"
        case .list(let item): item.example
        }
    }

    /// No database keeps a NUL in a text.
    private func plain(_ text: String, _ field: String) throws(QueryError) -> String {
        guard !text.utf8.contains(0) else { throw .comparison("the text for `\(field)` has a NUL character") }
        return text
    }

    /// 32 hexadecimal digits, with dashes wherever, as the original reads them.
    private static func uuid(_ text: String) -> String? {
        let digits = Array(text.utf8.filter { $0 != UInt8(ascii: "-") })
        guard digits.count == 32, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        var dashed = String(decoding: digits, as: UTF8.self).lowercased()[...]
        var groups: [Substring] = []
        for count in [8, 4, 4, 4, 12] {
            groups.append(dashed.prefix(count))
            dashed = dashed.dropFirst(count)
        }
        return groups.joined(separator: "-")
    }
}
