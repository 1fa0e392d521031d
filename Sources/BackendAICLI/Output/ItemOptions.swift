import ArgumentParser
import Core

/// What every command that shows a single thing can be asked for.
struct ItemOptions: ParsableArguments {
    @Option(
        name: [.customLong("fields"), .customShort("f"), .customLong("format")],
        help: ArgumentHelp("Which fields, in this order", valueName: "a,b,c"))
    var fields: String?

    @OptionGroup var output: OutputOptions
}

extension CommandContext {
    /// Shows one thing.
    ///
    /// - Parameters:
    ///   - noun: What kind of thing.
    ///   - options: What the user wants of it.
    ///   - name: Which one; nil for the only one.
    ///   - hint: Where to look for others.
    ///   - fetch: Answers it with these fields of GraphQL; nil when there is none.
    /// - Throws: ``CommandFailure`` when there is none.
    func show(
        _ noun: Noun,
        _ options: ItemOptions,
        named name: String? = nil,
        hint: String? = nil,
        fetch: ([String]) async throws -> JSONValue?
    ) async throws {
        let fields = try noun.fields(
            choice: options.fields, otherwise: noun.details.isEmpty ? noun.record : noun.details)
        guard let item = try await fetch(fields.map(\.selection)) else {
            throw CommandFailure(what: name.map { "no \(noun.name) `\($0)`" } ?? "no \(noun.name)", hint: hint)
        }
        try printer(options.output).item(item, fields: fields)
        await tellAnnouncement(options.output)
    }
}
