import Core
import FoundationEssentials

/// When a session came into each of its statuses, in order of time.
struct StatusHistory {
    /// Status, time, and how long it stayed; a dash where nothing followed.
    let rows: [[String]]

    /// Reads texts of ISO 8601 by status.
    init(_ history: JSONValue) {
        let entries = (history.members ?? []).compactMap { member -> (status: String, text: String, time: Date)? in
            guard let text = member.value.text, let time = RequestDate(parsing: text)?.instant else { return nil }
            return (member.name.uppercased(), text, time)
        }.sorted { $0.time < $1.time }
        rows = entries.indices.map { index in
            let next = index + 1 < entries.count ? entries[index + 1].time : nil
            let stayed = next.map { StatusHistory.span($0.timeIntervalSince(entries[index].time)) } ?? "-"
            return [entries[index].status, String(entries[index].text.prefix(19)), stayed]
        }
    }

    /// `0.4 s`, `1:02`, `3:05:00`.
    static func span(_ seconds: Double) -> String {
        guard seconds >= 60 else { return "\((seconds * 10).rounded() / 10) s" }
        let whole = Int(seconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return whole < 3600
            ? "\(whole / 60):\(two(whole % 60))" : "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    }
}
