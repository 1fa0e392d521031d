/// Amounts in whole units: one row for an agent or a scope, one column for a slot.
struct AmountTable: Sendable {
    private(set) var width: Int
    private var amounts: [Int64]
    /// What a new row and a new column consist of.
    private let blank: Int64

    /// So many rows of `blank`.
    init(rows: Int = 0, width: Int = 4, filledWith blank: Int64 = 0) {
        self.width = width
        self.blank = blank
        amounts = Array(repeating: blank, count: rows * width)
    }

    var rows: Int { amounts.count / width }

    subscript(row: Int, slot: Int) -> Int64 {
        get { amounts[row * width + slot] }
        set { amounts[row * width + slot] = newValue }
    }

    /// Makes a new last row.
    mutating func addRow() { amounts.append(contentsOf: repeatElement(blank, count: width)) }

    /// Makes room for so many slots.
    mutating func widen(to slots: Int) {
        guard slots > width else { return }
        let wider = max(slots, 2 * width)
        var copy: [Int64] = []
        copy.reserveCapacity(rows * wider)
        for row in 0..<rows {
            copy += amounts[row * width..<(row + 1) * width]
            copy += repeatElement(blank, count: wider - width)
        }
        (amounts, width) = (copy, wider)
    }

    // What follows is done some hundred times for each session that is placed: slots are known to be columns.

    /// Whether a row has all that is asked for.
    func fits(_ request: SlotRequest, row: Int) -> Bool {
        withRow(row) { amounts in
            for amount in request.amounts where amounts[amount.slot] < amount.units { return false }
            return true
        }
    }

    /// The first slot, in the order of the request, of which a row has less than is asked for.
    func lacking(_ request: SlotRequest, row: Int) -> Int? {
        withRow(row) { amounts in request.amounts.first { amounts[$0.slot] < $0.units }?.slot }
    }

    /// Which of two rows has more in the first of some columns in which they differ: more than 0 for `left`, 0 for none.
    func order(_ left: Int, _ right: Int, by slots: [Int]) -> Int {
        withRow(left) { first in
            withRow(right) { second in
                for slot in slots where first[slot] != second[slot] { return first[slot] > second[slot] ? 1 : -1 }
                return 0
            }
        }
    }

    /// Takes what is asked for from a row.
    mutating func take(_ request: SlotRequest, from row: Int) {
        withMutableRow(row) { amounts in
            for amount in request.amounts { amounts[amount.slot] -= amount.units }
        }
    }

    /// Adds what is asked for to a row.
    mutating func add(_ request: SlotRequest, to row: Int) {
        withMutableRow(row) { amounts in
            for amount in request.amounts { amounts[amount.slot] = amounts[amount.slot].addingClamped(amount.units) }
        }
    }

    @inline(__always)
    private func withRow<Result>(_ row: Int, _ body: (UnsafePointer<Int64>) -> Result) -> Result {
        amounts.withUnsafeBufferPointer { all in
            guard let start = all.baseAddress, row >= 0, (row + 1) * width <= all.count else {
                preconditionFailure("there is no such row")
            }
            return body(start + row * width)
        }
    }

    @inline(__always)
    private mutating func withMutableRow(_ row: Int, _ body: (UnsafeMutablePointer<Int64>) -> Void) {
        let width = width
        amounts.withUnsafeMutableBufferPointer { all in
            guard let start = all.baseAddress, row >= 0, (row + 1) * width <= all.count else {
                preconditionFailure("there is no such row")
            }
            body(start + row * width)
        }
    }

    /// Whether any amount of a row is less than nothing.
    func hasDeficit(row: Int) -> Bool { amounts[row * width..<(row + 1) * width].contains { $0 < 0 } }
}
