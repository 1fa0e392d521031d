import Core

/// The templates of one request, read from the JSON or YAML text that clients send.
struct TemplatePayload: Sendable {
    /// The most templates of one request.
    private static let maximumItems = 50

    /// One template, with what the request says of it.
    struct Item: Sendable {
        let template: SessionTemplate
        /// Another name than the template's own.
        let name: String?
        let group: String?
        let user: String?
    }

    let items: [Item]
    /// Whether the text was one template by itself, which is answered by one object.
    let isBare: Bool

    /// Reads a text: a list, or several documents, of `{template, name, group_id, user_uuid}`; for clusters one bare
    /// template as well.
    ///
    /// - Throws: ``BackendError`` 400 that tells what is wrong.
    init(parsing text: String, kind: SessionTemplate.Kind) throws(BackendError) {
        var values = try TemplatePayload.values(text)
        if values.count == 1, let items = values[0].items { values = items }
        guard !values.isEmpty, values.count <= TemplatePayload.maximumItems else {
            throw BackendError(
                .invalidParameters, "the payload has \(values.count) templates",
                hint: "send between 1 and \(TemplatePayload.maximumItems)")
        }
        isBare = kind == .cluster && values.count == 1 && values[0]["template"] == nil
        var items: [Item] = []
        for value in values {
            if isBare {
                items.append(Item(template: try SessionTemplate(value, kind: kind), name: nil, group: nil, user: nil))
                continue
            }
            guard let template = value["template"] else {
                throw BackendError(
                    .invalidParameters, "the payload cannot be used: each of its items needs a `template`",
                    data: ["template": "is required"],
                    hint: "write the template under the key `template`, in a list or in documents that `---` divides")
            }
            var fields = try TemplateFields(value, at: "payload")
            _ = fields.value("template")
            items.append(
                Item(
                    template: try SessionTemplate(template, kind: kind), name: try fields.text("name", limit: 128),
                    group: try fields.text("group_id"), user: try fields.text("user_uuid")))
            _ = try fields.text("domain_name")
            try fields.finish()
        }
        self.items = items
    }

    private static func values(_ text: String) throws(BackendError) -> [JSONValue] {
        guard text.utf8.count <= YAMLDocuments.maximumLength else {
            throw BackendError(.invalidParameters, "the payload is longer than \(YAMLDocuments.maximumLength) bytes")
        }
        if let value = try? JSONValue(parsing: Array(text.utf8)) { return [value] }
        do throws(YAMLSyntaxError) {
            return try YAMLDocuments(parsing: text).values
        } catch {
            throw BackendError(
                .invalidParameters, "the payload is neither JSON nor YAML: \(error)", data: .string(error.description))
        }
    }
}
