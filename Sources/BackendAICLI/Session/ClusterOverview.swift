import Core
import FoundationEssentials

/// Who waits, what agents give, and who holds how much, as a text for people.
struct ClusterOverview {
    private let answer: JSONValue
    private let now: Date

    /// Takes what a manager answers.
    init(_ answer: JSONValue, now: Date = Date()) {
        self.answer = answer
        self.now = now
    }

    /// The text, a table for each of agents, owners and the queue.
    var text: String {
        let waiting = answer["waiting"]?.integer ?? 0
        let (agents, owners, queue) = (items("agents"), items("owners"), items("queue"))
        let holding = owners.reduce(0) { $0 + ($1["sessions"]?.integer ?? 0) }
        var parts = ["\(holding) session\(holding == 1 ? "" : "s") running, \(waiting) waiting"]
        if !agents.isEmpty { parts.append(table(of: agents)) }
        if !owners.isEmpty {
            parts.append(
                Table(
                    columns: ["OWNER", "SESSIONS", "SHARE", "HOLDS"], rows: owners.map(row(owner:)),
                    alignments: [.left, .right, .right]
                ).text)
        }
        if !queue.isEmpty {
            parts.append(
                Table(
                    columns: ["#", "SESSION", "OWNER", "PRIORITY", "REQUESTS", "WAITS", "WHY"],
                    rows: queue.map(row(waiting:)), alignments: [.right, .left, .left, .right]
                ).text)
        }
        return parts.joined(separator: "\n\n")
    }

    private func items(_ name: String) -> [JSONValue] { answer[name]?.items ?? [] }

    /// A row for each agent, a column for each slot that some agent has.
    private func table(of agents: [JSONValue]) -> String {
        let slots = Set(agents.flatMap { devices($0).compactMap { $0["slot"]?.text } }).sorted {
            SlotName($0).isAccelerator != SlotName($1).isAccelerator ? !SlotName($0).isAccelerator : $0 < $1
        }
        let rows = agents.map { agent in
            [agent["id"]?.text ?? "", agent["scaling_group"]?.text ?? ""] + slots.map { amount(of: $0, on: agent) }
        }
        return Table(columns: ["AGENT", "GROUP"] + slots.map { $0.uppercased() }, rows: rows).text
    }

    private func devices(_ agent: JSONValue) -> [JSONValue] { agent["devices"]?.items ?? [] }

    /// `3 of 8`, and how many devices do not work.
    private func amount(of slot: String, on agent: JSONValue) -> String {
        let devices = devices(agent).filter { $0["slot"]?.text == slot }
        guard !devices.isEmpty else { return "-" }
        func sum(_ member: String) -> Quantity {
            devices.reduce(.zero) { $0 + ($1[member]?.text.flatMap { Quantity(decimal: $0) } ?? .zero) }
        }
        let broken = devices.count { $0["healthy"] == .bool(false) }
        let name = SlotName(slot)
        let (occupied, capacity) = (sum("occupied"), ClusterOverview.text(sum("capacity"), of: name))
        // Both in the same unit, so that they are compared at a glance.
        let unit = name.isBytes ? capacity.last : nil
        let held =
            unit.flatMap { BinarySize(bytes: occupied.whole).text(in: $0) } ?? ClusterOverview.text(occupied, of: name)
        return "\(held) of \(capacity)" + (broken > 0 ? " (\(broken) broken)" : "")
    }

    private func row(owner: JSONValue) -> [String] {
        let share: Double
        switch owner["dominant_share"] {
        case .number(let number)?: share = number
        case .integer(let number)?: share = Double(number)
        default: share = 0
        }
        return [
            owner["owner"]?.text ?? "somebody else", "\(owner["sessions"]?.integer ?? 0)",
            "\(Quantity(thousandths: Int64((share * 1000).rounded() * 100)))%",
            ClusterOverview.slots(owner["slots"]),
        ]
    }

    private func row(waiting: JSONValue) -> [String] {
        let since = waiting["since"]?.text.flatMap { RequestDate(parsing: $0) }?.instant
        let reason = waiting["reason"]?.text ?? ""
        return [
            waiting["position"]?.integer.map(String.init) ?? "-", waiting["name"]?.text ?? "somebody else's",
            waiting["owner"]?.text ?? "-", "\(waiting["priority"]?.integer ?? 0)",
            ClusterOverview.slots(waiting["requested_slots"]),
            since.map { StatusHistory.span(max(0, now.timeIntervalSince($0))) } ?? "-",
            waiting["is_next"] == .bool(true) ? "next: \(reason)" : reason,
        ]
    }

    private static func slots(_ slots: JSONValue?) -> String {
        (slots?.members ?? []).map { member in
            let slot = SlotName(member.name)
            return "\(member.name)=\(text(member.value.text.flatMap { Quantity(decimal: $0) } ?? .zero, of: slot))"
        }.joined(separator: ",")
    }

    private static func text(_ amount: Quantity, of slot: SlotName) -> String {
        slot.isBytes && !amount.isInfinite ? BinarySize(bytes: amount.whole).description : amount.description
    }
}
