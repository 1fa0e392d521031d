/// Numbers for names, so that what belongs to them stands in arrays.
///
/// Names are never taken out: a number stays what it was.
struct Numbering<Name: Hashable & Sendable>: Sendable {
    private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    /// How many names have a number.
    var count: Int { names.count }

    subscript(number: Int) -> Name { names[number] }

    /// The number of a name, given to it now if it has none.
    mutating func number(of name: Name) -> Int {
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }

    /// The number of a name, or nil.
    func known(_ name: Name) -> Int? { numbers[name] }
}
