import Core

/// What `runc list --format json` prints: `null` for none.
enum RuntimeList {
    private struct Entry: Decodable {
        let id: String
        let pid: Int32
        let status: String
        let annotations: [String: String]?
    }

    /// The containers listed; none if the text is not understood.
    static func containers(in text: String) -> [ContainerReport] {
        let entries = (try? JSONValue(parsing: Array(text.utf8)).decoded(as: [Entry]?.self)) ?? []
        return entries.map { entry in
            ContainerReport(
                name: entry.id,
                pid: entry.status == "stopped" || entry.pid <= 0 ? nil : entry.pid,
                kernel: entry.annotations?[KernelLabels.kernel].map(KernelID.init(rawValue:))
            )
        }
    }
}
