import ArgumentParser
import BackendAIKit

/// What every list can be asked for.
struct ListOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only those that this holds for, such as 'name like \"a%\"'", valueName: "expression"))
    var filter: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("In this order, such as '-created_at,name'", valueName: "fields"))
    var order: String?

    @Option(help: ArgumentHelp("Leave so many out at the beginning", valueName: "count"))
    var offset = 0

    @Option(help: ArgumentHelp("The most to show; all when absent", valueName: "count"))
    var limit: Int?

    @Option(
        name: [.customLong("fields"), .customShort("f"), .customLong("format")],
        help: ArgumentHelp("Which fields, in this order", valueName: "a,b,c"))
    var fields: String?

    @Flag(name: .shortAndLong, help: "Print ids alone, one a line")
    var quiet = false

    @Flag(help: "Print no titles")
    var plain = false

    @Flag(help: "Show the list again whenever it changes, until Ctrl-C")
    var watch = false

    @Option(help: ArgumentHelp("How often --watch looks", valueName: "seconds"))
    var interval = 2.0

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard offset >= 0 else { throw ValidationError("`--offset` must not be negative") }
        if let limit, limit < 1 { throw ValidationError("`--limit` must be at least 1") }
        guard interval >= 0.1, interval <= 86_400 else {
            throw ValidationError("`--interval` takes a number of seconds from 0.1 to 86400")
        }
    }

    /// Which part of the list is wanted.
    var page: PageRequest { PageRequest(filter: filter, order: order, offset: offset, limit: limit) }
}
