/// Reads the lines of a trace with named columns.
struct CSVTraceParser: Sendable {
    /// The columns, of which `submit`, `run` and `slots` must be there.
    enum Column: String, CaseIterable {
        case id, submit, user, group, image, kernels, slots, mode, run, limit, priority, preemptible
    }

    static let usualHeader = Column.allCases.map(\.rawValue).joined(separator: ",")
    private static let mostKernels: Int64 = 100_000

    private var columns: [Column] = []

    var hasHeader: Bool { !columns.isEmpty }

    /// Reads one line, the first one of which names the columns.
    mutating func parse(_ text: String, line: Int) throws(TraceError) -> ParsedLine {
        if text.allSatisfy(\.isWhitespace) || text.hasPrefix("#") { return .nothing }
        let fields = try CSVTraceParser.fields(text, line: line)
        guard hasHeader else {
            columns = try CSVTraceParser.columns(fields, line: line)
            return .nothing
        }
        guard fields.count == columns.count else {
            throw TraceError(
                "\(fields.count) fields where the first line names \(columns.count) columns", line: line,
                hint: "put a field that contains a comma into double quotes")
        }
        var values: [Column: String] = [:]
        for (column, field) in zip(columns, fields) where !field.isEmpty { values[column] = field }
        return try .session(Row(values, line: line).session)
    }

    private static func columns(_ names: [String], line: Int) throws(TraceError) -> [Column] {
        var columns: [Column] = []
        for name in names {
            guard let column = Column(rawValue: name.lowercased()) else {
                throw TraceError("unknown column `\(name)`", line: line, hint: "columns are \(usualHeader)")
            }
            guard !columns.contains(column) else { throw TraceError("two columns `\(name)`", line: line) }
            columns.append(column)
        }
        for column in [Column.submit, .run, .slots] where !columns.contains(column) {
            throw TraceError(
                "no column `\(column.rawValue)`", line: line, hint: "the first line names the columns: \(usualHeader)")
        }
        return columns
    }

    /// The fields of a line: RFC 4180, without line breaks inside of quotes.
    private static func fields(_ text: String, line: Int) throws(TraceError) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var (isQuoted, wasQuoted) = (false, false)
        func end() {
            let text = String(decoding: field, as: UTF8.self)
            fields.append(wasQuoted ? text : String(text.trimmed))
            field = []
            wasQuoted = false
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""):
                // A quote inside of quotes is written twice.
                if !isQuoted, wasQuoted { field.append(byte) }
                isQuoted.toggle()
                wasQuoted = true
            case UInt8(ascii: ",") where !isQuoted: end()
            default: field.append(byte)
            }
        }
        guard !isQuoted else { throw TraceError("a quotation mark is not closed", line: line) }
        end()
        return fields
    }

    /// One submission, field by field.
    private struct Row {
        let values: [Column: String]
        let line: Int

        init(_ values: [Column: String], line: Int) {
            self.values = values
            self.line = line
        }

        var session: TraceSession {
            get throws(TraceError) {
                guard let submitted = try seconds(.submit) else { throw missing(.submit) }
                guard let run = try seconds(.run) else { throw missing(.run) }
                return TraceSession(
                    name: values[.id] ?? "line \(line)", submitted: UnixTime(microseconds: submitted),
                    user: values[.user] ?? "user", group: values[.group] ?? "default", image: values[.image] ?? "",
                    kernels: Int(try number(.kernels, 1...mostKernels) ?? 1), slots: try slots, mode: try mode,
                    runTime: .microseconds(run), limit: try limit,
                    priority: Int(try number(.priority, 0...100) ?? Int64(PendingSession.usualPriority)),
                    isPreemptible: try isPreemptible)
            }
        }

        private var limit: TimeSpan? {
            get throws(TraceError) {
                guard let limit = try seconds(.limit) else { return nil }
                guard limit > 0 else { throw wrong(.limit, "a limit is more than 0 seconds") }
                return TimeSpan(seconds: (limit + 999_999) / 1_000_000)
            }
        }

        private var mode: ClusterMode {
            get throws(TraceError) {
                guard let name = values[.mode] else { return .multiNode }
                guard let mode = ClusterMode(rawValue: name) else {
                    throw wrong(.mode, "modes are \(ClusterMode.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return mode
            }
        }

        private var isPreemptible: Bool {
            get throws(TraceError) {
                switch values[.preemptible]?.lowercased() {
                case nil, "no", "false", "0": false
                case "yes", "true", "1": true
                default: throw wrong(.preemptible, "write `yes` or `no`")
                }
            }
        }

        /// Such as `cpu=4 mem=16g`.
        private var slots: ResourceSlots {
            get throws(TraceError) {
                guard let text = values[.slots] else { throw missing(.slots) }
                let hint = "amounts of what each kernel asks for, such as `cpu=4 mem=16g`"
                var slots = ResourceSlots.none
                for word in text.split(whereSeparator: { $0 == " " || $0 == ";" }) {
                    let parts = word.split(separator: "=", maxSplits: 1)
                    guard parts.count == 2, let amount = SlotName(String(parts[0])).quantity(parsing: String(parts[1])),
                        amount > .zero, !amount.isInfinite, slots[SlotName(String(parts[0]))] == .zero
                    else { throw wrong(.slots, hint) }
                    slots[SlotName(String(parts[0]))] = amount
                }
                guard slots != .none else { throw wrong(.slots, hint) }
                return slots
            }
        }

        private func seconds(_ column: Column) throws(TraceError) -> Int64? {
            guard let text = values[column] else { return nil }
            guard let seconds = TraceNumber.microseconds(text) else {
                throw wrong(column, "times are seconds: 0 or more, as a plain decimal, at most 10000000000")
            }
            return seconds
        }

        private func number(_ column: Column, _ range: ClosedRange<Int64>) throws(TraceError) -> Int64? {
            guard let text = values[column] else { return nil }
            guard let number = TraceNumber.whole(text), range.contains(number) else {
                throw wrong(column, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }

        private func missing(_ column: Column) -> TraceError {
            TraceError("`\(column.rawValue)` is missing", line: line)
        }

        private func wrong(_ column: Column, _ hint: String) -> TraceError {
            TraceError("`\(column.rawValue)` cannot be `\((values[column] ?? "").prefix(80))`", line: line, hint: hint)
        }
    }
}

extension StringProtocol {
    /// Without spaces at either end.
    fileprivate var trimmed: SubSequence {
        let rest = drop { $0.isWhitespace }
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else {
            return rest[rest.startIndex..<rest.startIndex]
        }
        return rest[...last]
    }
}
