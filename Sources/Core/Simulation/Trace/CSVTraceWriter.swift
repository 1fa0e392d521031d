/// Writes a trace with named columns, as ``TraceReader`` reads it.
public struct CSVTraceWriter: Sendable {
    /// The first line, with its end.
    public static let header = CSVTraceParser.usualHeader + "\n"

    /// One submission as a line, with its end.
    public static func line(_ session: TraceSession) -> String {
        let slots = session.slots.wire.map { "\($0.slot)=\($0.amount)" }.joined(separator: " ")
        let fields = [
            quoted(session.name), seconds(session.submitted.microseconds), quoted(session.user), quoted(session.group),
            quoted(session.image), String(session.kernels), quoted(slots), session.mode.rawValue,
            seconds(session.runTime.wholeMicroseconds), session.limit.map { String($0.seconds) } ?? "",
            String(session.priority), session.isPreemptible ? "yes" : "no",
        ]
        return fields.joined(separator: ",") + "\n"
    }

    private static func seconds(_ microseconds: Int64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if rest == 0 { return String(whole) }
        var digits = String(1_000_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"")
        }
        return isPlain && !text.hasPrefix("#") ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
