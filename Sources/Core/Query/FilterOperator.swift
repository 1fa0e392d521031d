/// How a field is compared in the filter language; raw values are its words, which are always lower case.
public enum FilterOperator: String, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    /// A text has another inside, a list has an item.
    case contains
    /// The value is one of an array.
    case isIn = "in"
    /// Equality for which `null` is a value.
    case `is`
    case isNot = "isnot"
    /// `%` stands for any characters, `_` for one.
    case like
    /// The same without regard to case.
    case likeIgnoringCase = "ilike"
}
