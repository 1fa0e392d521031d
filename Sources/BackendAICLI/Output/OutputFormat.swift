import ArgumentParser

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case console
    case json
    case yaml
    case csv

    /// Whether programs read it: values are raw, and nothing is left out that people would not miss.
    var isForPrograms: Bool { self != .console }
}

/// The option that chooses it.
///
/// The root command has this group, too, so that the option may stand before and after the names of commands, as the
/// original's stands before them.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to print results")
    var output = OutputFormat.console
}
