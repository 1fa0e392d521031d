import BackendAIKit
import Core

/// The work of a list command: ask for the fields, print what came, and again while it is to watch.
struct Listing {
    let noun: Noun
    let options: ListOptions
    /// What people see when they do not say.
    var columns: [String]
    /// What helps when there is nothing.
    var hint: String?

    /// A list of `noun`, with its own columns unless others are given.
    init(_ noun: Noun, _ options: ListOptions, columns: [String]? = nil, hint: String? = nil) {
        self.noun = noun
        self.options = options
        self.columns = columns ?? (noun.columns.isEmpty ? noun.record : noun.columns)
        self.hint = hint
    }

    /// Runs it.
    ///
    /// - Parameters:
    ///   - context: What to work with.
    ///   - fetch: Answers what is asked for: the fields in GraphQL, and which part of the list.
    /// - Throws: ``CommandFailure`` for fields that are none, and what `fetch` throws.
    func run(in context: CommandContext, fetch: ([String], PageRequest) async throws -> ListPage) async throws {
        let fields = try fields()
        let printer = context.printer(options.output)
        func answer() async throws -> ListPage { try await fetch(fields.map(\.selection), options.page) }
        if options.watch {
            let watch = ListWatch(
                console: context.console, screen: context.console.screen, interval: .seconds(options.interval))
            return try await watch.run { text(try await answer(), fields, printer) }
        }
        let page = try await answer()
        if page.items.isEmpty, options.output.output == .console {
            sayNothing(context.console)
            return await context.tellAnnouncement(options.output)
        }
        let printed = text(page, fields, printer)
        if printed.hasSuffix("\n") {
            try context.console.page(String(printed.dropLast()))
        } else {
            try context.console.write(Array(printed.utf8))
        }
        await context.tellAnnouncement(options.output)
    }

    /// The fields that are asked for.
    func fields() throws(CommandFailure) -> [Field] {
        if options.quiet { return [try noun.field(noun.identifier)] }
        return try noun.fields(
            choice: options.fields, otherwise: options.output.output.isForPrograms ? noun.record : columns)
    }

    private func text(_ page: ListPage, _ fields: [Field], _ printer: ResultPrinter) -> String {
        if options.quiet {
            return page.items.map { (fields.first?.value(in: $0).cell ?? "") + "\n" }.joined()
        }
        if page.items.isEmpty, options.output.output == .console { return "no \(noun.plural)\n" }
        return printer.document(page.items, total: page.total, fields: fields, isPlain: options.plain)
    }

    private func sayNothing(_ console: Console) {
        let nothing = options.offset > 0 ? "no more \(noun.plural)" : "no \(noun.plural)"
        console.note(hint.map { "\(nothing); \($0)" } ?? nothing)
    }
}
