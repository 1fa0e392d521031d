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

    /// Whether a row has all that is asked for.
    func fits(_ request: SlotRequest, row: Int) -> Bool {
        let start = row * width
        for amount in request.amounts where amounts[start + amount.slot] < amount.units { return false }
        return true
    }

    /// The first slot, in the order of the request, of which a row has less than is asked for.
    func lacking(_ request: SlotRequest, row: Int) -> Int? {
        request.amounts.first { amounts[row * width + $0.slot] < $0.units }?.slot
    }

    /// Takes what is asked for from a row.
    mutating func take(_ request: SlotRequest, from row: Int) {
        for amount in request.amounts { amounts[row * width + amount.slot] -= amount.units }
    }

    /// Adds what is asked for to a row.
    mutating func add(_ request: SlotRequest, to row: Int) {
        for amount in request.amounts {
            let index = row * width + amount.slot
            amounts[index] = amounts[index].addingClamped(amount.units)
        }
    }

    /// Whether any amount of a row is less than nothing.
    func hasDeficit(row: Int) -> Bool { amounts[row * width..<(row + 1) * width].contains { $0 < 0 } }
}
