/// Reads the lines of the standard workload format: 18 numbers on each, −1 for what is not known.
///
/// - SeeAlso: Chapin et al., Benchmarks and standards for the evaluation of parallel job schedulers, JSSPP 1999.
struct SWFTraceParser: Sendable {
    private static let fieldCount = 18
    private static let cancelled: Int64 = 5

    let coresPerAgent: Int

    /// Reads one line.
    func parse(_ text: String, line: Int) throws(TraceError) -> ParsedLine {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard let first = fields.first, !first.hasPrefix(";") else { return .nothing }
        guard fields.count == SWFTraceParser.fieldCount else {
            throw TraceError(
                "\(fields.count) fields where SWF has \(SWFTraceParser.fieldCount)", line: line,
                hint: "comments begin with `;`; a trace with named columns is read with `--format csv`")
        }
        let row = Row(fields: fields, line: line)
        guard let submitted = try row.microseconds(1) else {
            throw TraceError("field 2, the submit time, is not known", line: line)
        }
        let (run, status) = (try row.microseconds(3), try row.whole(10))
        let (allocated, requested) = (try row.whole(4), try row.whole(7))
        guard let run, run > 0 || status != SWFTraceParser.cancelled,
            let processors = [requested, allocated].lazy.compactMap({ $0 }).first(where: { $0 > 0 })
        else { return .skipped }
        // All kernels are alike: what does not divide evenly is rounded up.
        let kernels = (processors + Int64(coresPerAgent) - 1) / Int64(coresPerAgent)
        let each = (processors + kernels - 1) / kernels
        guard kernels <= 100_000 else {
            throw TraceError("field 8: \(processors) processors are too many", line: line)
        }
        var slots = ResourceSlots([.cpu: Quantity(each)])
        if let memory = try row.whole(9), memory > 0 { slots[.mem] = try row.memory(memory, times: each) }
        let limit = try row.microseconds(8).flatMap { $0 > 0 ? TimeSpan(seconds: ($0 + 999_999) / 1_000_000) : nil }
        func named(_ kind: String, _ field: Int) throws(TraceError) -> String {
            try row.whole(field).map { "\(kind)-\($0)" } ?? "\(kind)-unknown"
        }
        return try .session(
            TraceSession(
                name: String(fields[0].prefix(40)), submitted: UnixTime(microseconds: submitted),
                user: named("user", 11), group: named("group", 12), image: named("image", 13), kernels: Int(kernels),
                slots: slots, runTime: .microseconds(run), limit: limit))
    }

    private struct Row {
        let fields: [Substring]
        let line: Int

        /// A number; nil when it is not known.
        func whole(_ index: Int) throws(TraceError) -> Int64? {
            // Some archives write whole numbers with a point.
            guard let value = try microseconds(index) else { return nil }
            return value / 1_000_000
        }

        /// Seconds; nil when they are not known.
        func microseconds(_ index: Int) throws(TraceError) -> Int64? {
            let text = fields[index]
            if text.hasPrefix("-1"), text.dropFirst(2).allSatisfy({ $0 == "." || $0 == "0" }) { return nil }
            guard let value = TraceNumber.microseconds(text) else {
                throw TraceError(
                    "field \(index + 1) cannot be `\(text.prefix(40))`", line: line,
                    hint: "numbers of 0 or more, at most 10000000000, and -1 for what is not known")
            }
            return value
        }

        /// What a kernel asks for, from kilobytes for each of its processors.
        func memory(_ kilobytes: Int64, times processors: Int64) throws(TraceError) -> Quantity {
            let (all, isTooMany) = kilobytes.multipliedReportingOverflow(by: processors)
            guard !isTooMany, all <= 10_000_000_000 else {
                throw TraceError("field 10: \(kilobytes) KB for each processor are too many", line: line)
            }
            return Quantity(all << 10)
        }
    }
}
