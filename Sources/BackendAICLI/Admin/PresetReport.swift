import Core

/// What one may use, uses, and has left, and which presets fit into that, as tables.
struct PresetReport {
    let answer: JSONValue

    /// The tables.
    var text: String {
        let slots = answer["keypair_limits"]?.members?.map(\.name) ?? []
        let rows = [("keypair", "Keypair"), ("group", "Group"), ("scaling_group", "Scaling Group")].flatMap {
            key, title in
            ["limits", "using", "remaining"].compactMap { part -> [String]? in
                guard let amounts = answer["\(key)_\(part)"], amounts.members != nil else { return nil }
                return ["\(title) \(part)"] + slots.map { PresetReport.amount(amounts[$0], $0) }
            }
        }
        let limits = Table(
            columns: [""] + slots, rows: rows, alignments: [.left] + slots.map { _ in Table.Alignment.right }
        ).text
        let presets = (answer["presets"]?.items ?? []).map { preset in
            [
                preset["name"]?.cell ?? "-", FieldStyle.slots.text(preset["resource_slots"] ?? .null),
                (preset["allocatable"] ?? .null).cell,
            ]
        }
        if presets.isEmpty { return limits }
        return limits + "\n\n" + Table(columns: ["Preset", "Resource Slots", "Fits?"], rows: presets).text
    }

    private static func amount(_ value: JSONValue?, _ slot: String) -> String {
        guard let text = value?.text else { return value?.cell ?? "-" }
        if ["Infinity", "NaN"].contains(text) { return "-" }
        guard SlotName(slot).isBytes, let amount = Quantity(decimal: text), !amount.isInfinite else { return text }
        return BinarySize(bytes: amount.whole).humanized
    }
}
