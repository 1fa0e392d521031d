import Core

/// A page of help that is about no command.
struct HelpPage: Sendable, Equatable {
    let name: String
    let abstract: String
    let text: String

    /// Reads what `backend.ai reference topics` prints.
    static func all(_ value: JSONValue) -> [HelpPage] {
        (value.items ?? []).map { item in
            HelpPage(
                name: item["name"]?.text ?? "", abstract: item["abstract"]?.text ?? "", text: item["text"]?.text ?? "")
        }
    }
}
