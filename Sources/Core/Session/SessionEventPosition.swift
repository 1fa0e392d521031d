/// Where an event stands in the sequence of all events: its id on the wire, such as `57` or `57.1`.
///
/// The first number is that of a row of history, which never changes; one row may tell of several events.
public struct SessionEventPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number of the row.
    public let row: Int64
    /// Which of the row's events, from 0.
    public let part: Int

    /// The place of one event.
    public init(row: Int64, part: Int = 0) {
        self.row = row
        self.part = part
    }

    /// Behind all events of a row.
    public static func after(row: Int64) -> SessionEventPosition { SessionEventPosition(row: row, part: .max) }

    /// Reads what ``description`` wrote; nil for anything else.
    public init?(parsing text: String) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count <= 2, let row = numbers.first.flatMap({ Int64($0) }), row >= 0 else { return nil }
        guard numbers.count == 2 else {
            self.init(row: row)
            return
        }
        guard let part = Int(numbers[1]), part > 0 else { return nil }
        self.init(row: row, part: part)
    }

    public var description: String { part == 0 ? "\(row)" : "\(row).\(part)" }

    public static func < (left: SessionEventPosition, right: SessionEventPosition) -> Bool {
        (left.row, left.part) < (right.row, right.part)
    }
}
