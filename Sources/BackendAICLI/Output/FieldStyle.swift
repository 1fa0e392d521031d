import Core

/// What a field's value is, which decides how it is shown to people.
enum FieldStyle: Sendable, Equatable {
    /// As it comes.
    case text
    /// A number: even at the right.
    case number
    /// A point in time: shown in the local time zone, without a fraction.
    case time
    /// A number of bytes, shown as `1.5 GiB`.
    case bytes
    /// A number of bytes, shown as a number of MiB, where the title says so.
    case mebibytes
    /// Amounts by slot, in a string that holds JSON: shown as `cpu 1, mem 1 GiB`.
    case slots
    /// Any structure, in a string that holds JSON.
    case json
    /// One member of an object: that member.
    case member(String)
    /// Objects in a list, of which people see one member.
    case members(String)
    /// Objects in a list, with fields of their own.
    indirect case things([Field])
}

extension FieldStyle {
    /// Whether the column is even at the right.
    var alignment: Table.Alignment { [.number, .bytes, .mebibytes].contains(self) ? .right : .left }

    /// Whether people see the value as a block of lines, where there is room.
    var isBlock: Bool {
        switch self {
        case .json, .things: true
        default: false
        }
    }

    /// The value as programs get it: raw, but strings that hold JSON are what they hold.
    func raw(_ value: JSONValue) -> JSONValue {
        switch self {
        case .slots, .json: value.unwrapped
        case .member(let name): value[name] ?? .null
        case .things(let fields): value.items.map { .array($0.map { Field.record(of: $0, fields) }) } ?? value
        default: value
        }
    }

    /// The value as people see it, on one line.
    func text(_ value: JSONValue) -> String {
        let value = raw(value)
        switch self {
        case .time: return value.text.map { PointInTime.local($0) } ?? value.cell
        case .bytes: return value.wholeNumber.map(FieldStyle.size) ?? value.cell
        case .number: return FieldStyle.rounded(value)
        case .mebibytes:
            return value.wholeNumber.map { "\(Quantity(thousandths: Int64(Double($0) / 1_048_576 * 10) * 100))" }
                ?? value.cell
        case .slots: return FieldStyle.slots(value)
        case .members(let name):
            guard let items = value.items, !items.isEmpty else { return "-" }
            return items.map { $0[name]?.cell ?? "-" }.joined(separator: ", ")
        default: return value.cell
        }
    }

    /// A size; below zero stands for no limit.
    private static func size(_ bytes: Int64) -> String {
        bytes < 0 ? "unlimited" : BinarySize(bytes: bytes).humanized
    }

    /// A number with no more than two decimals.
    private static func rounded(_ value: JSONValue) -> String {
        guard case .number(let number) = value, let hundredths = Int64(exactly: (number * 100).rounded()),
            abs(hundredths) < .max / 100
        else { return value.cell }
        return Quantity(thousandths: hundredths * 10).description
    }

    private static func slots(_ value: JSONValue) -> String {
        guard let members = value.members else { return value.cell }
        if members.isEmpty { return "-" }
        return members.map { member in
            let amount = member.value.text ?? member.value.encodedText
            let bytes = SlotName(member.name).isBytes ? Quantity(decimal: amount) : nil
            return
                "\(member.name) \(bytes.flatMap { $0.isInfinite ? nil : BinarySize(bytes: $0.whole).humanized } ?? amount)"
        }.joined(separator: ", ")
    }
}

extension JSONValue {
    /// A number without its fraction, where it has room.
    fileprivate var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number.rounded())
        default: nil
        }
    }
}
