/// Submissions in the order of their times, to be replayed.
public struct Trace: Sendable, Equatable {
    /// The submissions; those of the same moment in the order in which they were written.
    public let sessions: [TraceSession]
    /// How many were left out because they never ran, or asked for nothing.
    public let skipped: Int

    /// Puts submissions in order.
    public init(_ sessions: [TraceSession], skipped: Int = 0) {
        let order = sessions.indices.sorted { left, right in
            let (first, second) = (sessions[left].submitted, sessions[right].submitted)
            return first != second ? first < second : left < right
        }
        self.sessions = order.map { sessions[$0] }
        self.skipped = skipped
    }
}

/// In which form a trace is written.
public enum TraceFormat: String, Sendable, CaseIterable {
    /// Columns with names, see `docs/scheduling.md`.
    case csv
    /// The standard workload format of the parallel workloads archive.
    case swf
}

/// What is wrong with a trace.
public struct TraceError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, counted from 1; nil when it is not about one.
    public let line: Int?
    /// What is wrong with it.
    public let what: String
    /// What could be done about it.
    public let hint: String?

    init(_ what: String, line: Int? = nil, hint: String? = nil) {
        self.line = line
        self.what = what
        self.hint = hint
    }

    public var description: String { line.map { "line \($0): \(what)" } ?? what }
}
