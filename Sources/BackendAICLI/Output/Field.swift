import Core

/// One field of a thing: how it is asked for, what programs call it, and how people see it.
struct Field: Sendable, Equatable {
    /// What `--fields` calls it.
    let name: String
    /// What GraphQL asks for: the name, with the members of what has members.
    let selection: String
    /// What programs get it as: the original's alternative name.
    let key: String
    /// The title of its column.
    let title: String
    /// How its value is shown.
    let style: FieldStyle

    /// A field.
    ///
    /// - Parameters:
    ///   - name: Its name in GraphQL.
    ///   - title: The title of its column; made of the name when absent.
    ///   - key: What programs get it as, where that is another name.
    ///   - members: What is asked for of an object, such as `id name`.
    ///   - style: How its value is shown.
    init(_ name: String, _ title: String? = nil, key: String? = nil, members: String? = nil, style: FieldStyle = .text)
    {
        self.name = name
        var members = members
        if case .things(let fields) = style { members = fields.map(\.selection).joined(separator: " ") }
        self.selection = members.map { "\(name) { \($0) }" } ?? name
        self.key = key ?? name
        self.title = title ?? Field.title(of: name)
        self.style = style
    }

    /// The field's value in an answer.
    func value(in item: JSONValue) -> JSONValue { item[name] ?? .null }

    /// What programs get of one thing.
    static func record(of item: JSONValue, _ fields: [Field]) -> JSONValue {
        .object(fields.map { .init($0.key, $0.style.raw($0.value(in: item))) })
    }

    /// The titles that are not made of the name.
    private static let titles = [
        "id": "ID", "uuid": "UUID", "group_id": "Group ID", "user_id": "User ID", "resource_policy": "Res.Policy",
        "concurrency_used": "Concur.Used", "fsprefix": "FS Prefix", "hardware_metadata": "HW Metadata",
        "performance_metric": "Perf.Metric",
    ]

    /// `Status Info` for `status_info`, `Active?` for `is_active`, as in the original.
    static func title(of name: String) -> String {
        if let title = titles[name] { return title }
        let isQuestion = name.hasPrefix("is_")
        let words = (isQuestion ? name.dropFirst(3) : name[...]).split(separator: "_").map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }
        return words.joined(separator: " ") + (isQuestion ? "?" : "")
    }
}
