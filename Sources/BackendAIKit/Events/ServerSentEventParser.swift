/// Reads server-sent events from bytes as they arrive, in pieces of any size.
///
/// A pure value: it opens nothing and waits for nothing. Lines end by CRLF, LF or CR; lines that begin with a colon are
/// comments; an event without data is none, and one that no blank line has ended is not given.
///
/// - SeeAlso: the HTML standard, §9.2.6.
public struct ServerSentEventParser: Sendable {
    /// The stream broke a limit.
    public struct TooLong: Error, Equatable {}

    /// The longest event that is taken, in bytes: more than any manager sends.
    public static let limit = 1 << 20

    /// The last id of the stream, to take it up from; kept by whoever reads the next stream.
    public private(set) var lastID: String
    /// Seconds to wait before the stream is taken up again, if the server has said so.
    ///
    /// The original's clients take the number of a `retry` line as seconds, the standard as milliseconds; nobody means
    /// a quarter of an hour or less than a second, so a thousand and more are milliseconds.
    public private(set) var retry: Double?

    /// The id of the event that is being read; it counts when that event has ended.
    private var pendingID: String
    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var endedByReturn = false
    private var isFirstLine = true

    /// A reader of a stream that begins after the event of an id; empty for the beginning.
    public init(lastID: String = "") {
        self.lastID = lastID
        pendingID = lastID
    }

    /// Keeps the pause that an earlier stream has asked for.
    mutating func keep(retry: Double?) { self.retry = retry }

    /// Takes the next bytes of the stream.
    ///
    /// - Returns: The events that they complete.
    /// - Throws: ``TooLong``.
    public mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            if endedByReturn, byte == UInt8(ascii: "\n") {
                endedByReturn = false
                continue
            }
            endedByReturn = byte == UInt8(ascii: "\r")
            guard endedByReturn || byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count + data.count <= Self.limit else { throw TooLong() }
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        take(field: String(decoding: line[..<colon], as: UTF8.self), value)
        return nil
    }

    private mutating func take(field: String, _ value: ArraySlice<UInt8>) {
        switch field {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data += value
            hasData = true
        case "id" where !value.contains(0): pendingID = String(decoding: value, as: UTF8.self)
        case "retry":
            guard value.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(String(decoding: value, as: UTF8.self))
            else { return }
            retry = number < 1000 ? Double(number) : Double(number) / 1000
        default: break
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            name = ""
            data = []
            hasData = false
        }
        lastID = pendingID
        guard hasData else { return nil }
        return ServerSentEvent(
            name: name.isEmpty ? "message" : name, data: String(decoding: data, as: UTF8.self), id: lastID)
    }
}
