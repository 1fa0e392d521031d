import Core

/// What a session has used, as it is told when it ends.
enum UseTable {
    /// The table of a session's last statistics; nil where there are none.
    static func text(of statistics: JSONValue) -> String? {
        let rows = (statistics.members ?? []).compactMap { member -> [String]? in
            guard let current = member.value["current"]?.text, let unit = member.value["unit_hint"]?.text else {
                return nil
            }
            return [member.name, member.value["stats.max"]?.text ?? current, unit]
        }
        if rows.isEmpty { return nil }
        return Table(columns: ["Metric", "Value", "Unit"], rows: rows, alignments: [.left, .right]).text
    }
}
