/// Reads a trace as it comes, in pieces of any size.
///
/// Lines and their number are bounded, so that no input takes more memory than it may.
public struct TraceReader: Sendable {
    /// The longest line, in bytes.
    public static let longestLine = 64 << 10
    /// The most submissions.
    public static let mostSessions = 5_000_000

    private enum Parser: Sendable {
        case csv(CSVTraceParser)
        case swf(SWFTraceParser)
    }

    private var parser: Parser
    private var rest: [UInt8] = []
    private var line = 0
    private var sessions: [TraceSession] = []
    private var skipped = 0
    private var names: Set<String> = []

    /// A reader of one format.
    ///
    /// - Parameters:
    ///   - format: The format.
    ///   - cores: How many cores each agent has, by which processors of SWF are divided into kernels.
    public init(_ format: TraceFormat, coresPerAgent cores: Int) {
        switch format {
        case .csv: parser = .csv(CSVTraceParser())
        case .swf: parser = .swf(SWFTraceParser(coresPerAgent: max(cores, 1)))
        }
    }

    /// Reads a whole text.
    public static func read(
        _ text: String, as format: TraceFormat, coresPerAgent cores: Int = 1
    ) throws(TraceError) -> Trace {
        var reader = TraceReader(format, coresPerAgent: cores)
        try reader.read(Array(text.utf8))
        return try reader.finish()
    }

    /// Takes the next piece.
    public mutating func read(_ bytes: [UInt8]) throws(TraceError) {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try take(bytes[start..<end])
            start = end + 1
        }
        try keep(bytes[start...])
    }

    /// All of the trace.
    public mutating func finish() throws(TraceError) -> Trace {
        if !rest.isEmpty { try take([]) }
        if case .csv(let parser) = parser, !parser.hasHeader {
            throw TraceError(
                "the trace is empty", hint: "its first line names the columns: \(CSVTraceParser.usualHeader)")
        }
        return Trace(sessions, skipped: skipped)
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(TraceError) {
        guard rest.count + bytes.count <= TraceReader.longestLine else {
            throw TraceError(
                "the line is longer than \(TraceReader.longestLine) bytes", line: line + 1,
                hint: "is it a text file, with one submission on each line?")
        }
        rest += bytes
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws(TraceError) {
        try keep(bytes)
        line += 1
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        // Some editors begin a file with a byte order mark.
        if line == 1, rest.starts(with: [0xef, 0xbb, 0xbf]) { rest.removeFirst(3) }
        guard let text = String(validating: rest, as: UTF8.self) else {
            throw TraceError("the line is not UTF-8", line: line)
        }
        rest.removeAll(keepingCapacity: true)
        let parsed: ParsedLine
        switch parser {
        case .csv(var csv):
            parsed = try csv.parse(text, line: line)
            parser = .csv(csv)
        case .swf(let swf): parsed = try swf.parse(text, line: line)
        }
        switch parsed {
        case .nothing: break
        case .skipped: skipped += 1
        case .session(let session):
            guard names.insert(session.name).inserted else {
                throw TraceError("the id `\(session.name)` is that of an earlier line, too", line: line)
            }
            guard sessions.count < TraceReader.mostSessions else {
                throw TraceError("the trace has more than \(TraceReader.mostSessions) submissions", line: line)
            }
            sessions.append(session)
        }
    }
}

/// What a line of a trace says.
enum ParsedLine {
    /// A comment, or the names of columns.
    case nothing
    /// A submission that never ran.
    case skipped
    case session(TraceSession)
}

/// Numbers as traces write them.
enum TraceNumber {
    /// A century or more is a mistake, and sums of what is less are safe.
    private static let most: Int64 = 10_000_000_000

    /// Seconds, with up to six places that count; nil for what is no such number, is negative or is beyond all reason.
    static func microseconds(_ text: some StringProtocol) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = whole(first), whole <= most else { return nil }
        guard parts.count == 2 else { return whole * 1_000_000 }
        guard let fraction = TraceNumber.whole(parts[1].prefix(6)), parts[1].allSatisfy(isDigit) else { return nil }
        let places = min(parts[1].count, 6)
        return whole * 1_000_000 + (places..<6).reduce(fraction) { value, _ in value * 10 }
    }

    /// A whole number that is not negative.
    static func whole(_ text: some StringProtocol) -> Int64? {
        whole(text.utf8)
    }

    private static func whole(_ digits: some Collection<UInt8>) -> Int64? {
        guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
