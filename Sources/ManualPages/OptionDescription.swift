import Core

/// An option, a flag or an argument of a command.
struct OptionDescription: Sendable, Equatable {
    /// How it is typed, short names first; none for an argument.
    let names: [String]
    let isPositional: Bool
    let isFlag: Bool
    let isOptional: Bool
    let isRepeating: Bool
    /// What stands for its value.
    let valueName: String
    let defaultValue: String?
    /// The values that it may have, where there are few.
    let values: [String]
    let abstract: String

    init(_ value: JSONValue) {
        let kind = value["kind"]?.text ?? ""
        isPositional = kind == "positional"
        isFlag = kind == "flag"
        isOptional = value["isOptional"] == .bool(true)
        isRepeating = value["isRepeating"] == .bool(true)
        let names = (value["names"]?.items ?? []).compactMap { item -> (String, Bool)? in
            guard let name = item["name"]?.text else { return nil }
            return item["kind"]?.text == "long" ? ("--\(name)", true) : ("-\(name)", false)
        }
        self.names = names.filter { !$0.1 }.map(\.0) + names.filter(\.1).map(\.0)
        valueName = value["valueName"]?.text ?? "value"
        defaultValue = value["defaultValue"]?.text
        values = (value["allValueStrings"] ?? value["allValues"])?.items?.compactMap(\.text) ?? []
        abstract = value["abstract"]?.text ?? ""
    }

    /// `<name>`.
    var placeholder: String { "<\(valueName)>" }

    /// How it is written in a list: `-t, --name <name>`.
    var title: String {
        if isPositional { return placeholder }
        let all = names.joined(separator: ", ")
        return isFlag ? all : "\(all) \(placeholder)"
    }

    /// What follows its abstract.
    var notes: String {
        var notes: [String] = []
        if !values.isEmpty { notes.append("values: \(values.joined(separator: ", "))") }
        if let defaultValue, !defaultValue.isEmpty, !isFlag { notes.append("default: \(defaultValue)") }
        return notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    }
}
