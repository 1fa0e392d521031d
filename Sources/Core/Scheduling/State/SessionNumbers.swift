/// Numbers for the sessions that wait or hold something: a session keeps its number from the one to the other.
struct SessionNumbers: Sendable {
    private var numbers: [SessionID: Int] = [:]
    private var unused: [Int] = []

    /// The number of a session, or nil.
    func known(_ id: SessionID) -> Int? { numbers[id] }

    /// The number of a session, given to it now if it has none.
    mutating func number(of id: SessionID) -> Int {
        if let known = numbers[id] { return known }
        let number = unused.popLast() ?? numbers.count
        numbers[id] = number
        return number
    }

    /// A session is gone: another one may have its number.
    mutating func remove(_ id: SessionID) {
        if let number = numbers.removeValue(forKey: id) { unused.append(number) }
    }
}
