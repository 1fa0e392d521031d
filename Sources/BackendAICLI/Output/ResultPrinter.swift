import Core

/// Prints results in the format that was asked for: raw values for programs, readable ones for people.
struct ResultPrinter: Sendable {
    let console: Console
    let format: OutputFormat

    /// Prints any value; people see what `text` writes instead.
    func value(_ value: JSONValue, text: () throws -> Void) throws {
        switch format {
        case .console: try text()
        case .json: try console.page(value.prettyText)
        case .yaml: try console.write(Array(YAMLText.text(of: value).utf8))
        case .csv: try console.write(Array(CSVText.text(of: value).utf8))
        }
    }

    /// Prints a single thing.
    func item(_ item: JSONValue, fields: [Field]) throws {
        if format == .console { return try console.page(ResultPrinter.details(item, fields)) }
        try console.write(Array(document([item], total: 1, fields: fields).utf8))
    }

    /// A list as one text with a line feed at its end; empty for people when there is nothing in it.
    func document(_ items: [JSONValue], total: Int, fields: [Field], isPlain: Bool = false) -> String {
        switch format {
        case .console: items.isEmpty ? "" : ResultPrinter.table(items, fields, isPlain: isPlain) + "\n"
        case .json: JSONValue.list(items.map { Field.record(of: $0, fields) }, total: total).prettyText + "\n"
        case .yaml: YAMLText.text(of: .list(items.map { Field.record(of: $0, fields) }, total: total))
        case .csv:
            CSVText.text(
                header: isPlain ? nil : fields.map(\.key),
                rows: items.map { item in fields.map { $0.style.raw($0.value(in: item)) } })
        }
    }

    private static func table(_ items: [JSONValue], _ fields: [Field], isPlain: Bool) -> String {
        Table(
            columns: fields.map(\.title),
            rows: items.map { item in fields.map { $0.style.text($0.value(in: item)) } },
            alignments: fields.map(\.style.alignment),
            hasHeader: !isPlain
        ).text
    }

    /// Titles and values, a line each; structures stand below one another beside their title.
    private static func details(_ item: JSONValue, _ fields: [Field]) -> String {
        var rows: [[String]] = []
        for field in fields {
            let value = field.style.raw(field.value(in: item))
            let isStructure = field.style.isBlock && value.hasContent
            guard isStructure else {
                rows.append([field.title, field.style.text(field.value(in: item))])
                continue
            }
            let lines = YAMLText.text(of: value).split(separator: "\n").map(String.init)
            for (index, line) in lines.enumerated() { rows.append([index == 0 ? field.title : "", line]) }
        }
        return Table(columns: ["", ""], rows: rows, hasHeader: false).text
    }
}

extension CommandContext {
    /// What prints the results of a command with these options.
    func printer(_ options: OutputOptions) -> ResultPrinter {
        ResultPrinter(console: console, format: options.output)
    }
}
