import Core
import FoundationEssentials

/// An explanation of why a session waits, in lines for people.
struct WaitReport {
    let lines: [String]

    /// Reads what a manager answers.
    ///
    /// - Parameters:
    ///   - answer: The explanation.
    ///   - session: What the session was called when it was asked for.
    ///   - now: The present moment, from which expectations are counted.
    init(_ answer: JSONValue, of session: String, now: Date = Date()) {
        let status = answer["status"]?.text ?? ""
        guard status == SessionStatus.pending.rawValue else {
            lines = ["session `\(session)` does not wait: it is \(status)"]
            return
        }
        let reason = answer["reason"]?.text ?? ""
        var lines = ["session `\(session)` waits" + (reason.isEmpty ? "" : ": \(reason)")]
        if let position = answer["position"]?.integer, let waiting = answer["waiting"]?.integer {
            let others = waiting - 1
            lines.append(
                others == 0
                    ? "nobody else waits" : "its turn comes after \(position - 1) of \(others) others that wait")
        }
        if let kept = answer["kept_for"], kept != .null {
            lines.append("room is kept for \(WaitReport.name(of: kept))")
        }
        lines += WaitReport.holders(answer["holding"]?.items ?? [])
        if let start = answer["starts_by"]?.text, let shown = WaitReport.moment(start) {
            lines.append("it starts at \(shown) at the latest")
        }
        lines += WaitReport.expectation(answer["expected_start"], now: now)
        lines += WaitReport.changes(answer["changes"]?.items ?? [])
        self.lines = lines
    }

    private static func holders(_ holders: [JSONValue]) -> [String] {
        holders.isEmpty
            ? []
            : ["held by:"]
                + holders.map { holder in
                    let slots = (holder["slots"]?.members ?? []).reduce(into: ResourceSlots.none) { slots, member in
                        slots[SlotName(member.name)] = member.value.text.flatMap { Quantity(decimal: $0) } ?? .zero
                    }
                    let end =
                        holder["ends_by"]?.text.flatMap(moment).map { ", until \($0) at the latest" }
                        ?? ", without a limit"
                    return "  \(name(of: holder)): \(slots.names.isEmpty ? "a place" : slots.summary)\(end)"
                }
    }

    private static func changes(_ changes: [JSONValue]) -> [String] {
        guard let first = changes.first?["change"]?.text else { return [] }
        let others = changes.dropFirst().compactMap { $0["change"]?.text }
        return ["it would start now with \(first)"] + others.map { "  or with \($0)" }
    }

    /// When it is expected to start, from now on: half of the time within a span, and nine times in ten within another one.
    private static func expectation(_ band: JSONValue?, now: Date) -> [String] {
        guard let band, !band.isNull else { return [] }
        func span(_ text: String?) -> String? {
            text.flatMap { RequestDate(parsing: $0) }.map {
                StatusHistory.span(max(0, $0.instant.timeIntervalSince(now)).rounded())
            }
        }
        func range(_ name: String) -> String {
            let from = span(band[name]?["from"]?.text) ?? "?"
            return span(band[name]?["to"]?.text).map { "\(from) to \($0)" } ?? "\(from) or more"
        }
        let median = span(band["median"]?.text).map { "in about \($0)" } ?? "later than can be foreseen"
        return [
            "expected to start \(median): half of the time in \(range("half")), nine times in ten in \(range("wide"))"
        ]
    }

    private static func name(of session: JSONValue) -> String {
        guard let name = session["name"]?.text else { return "somebody else's session" }
        return session["owner"]?.text.map { "`\(name)` of \($0)" } ?? "`\(name)`"
    }

    /// The date and time of day, in UTC.
    private static func moment(_ text: String) -> String? {
        RequestDate(parsing: text).map { _ in text.prefix(19).replacing("T", with: " ") + " UTC" }
    }
}
