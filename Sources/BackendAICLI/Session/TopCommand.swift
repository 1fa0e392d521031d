import ArgumentParser
import BackendAIKit
import Core

struct TopCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show who waits, what agents give, and who holds how much",
        discussion: "On a terminal it is shown in place, again and again, until it is interrupted."
    )

    @Option(help: ArgumentHelp("How often it is shown anew", valueName: "seconds"))
    var interval = 2.0

    @Flag(help: "Show it once")
    var once = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard interval >= 0.1, interval <= 86_400 else {
            throw ValidationError("`--interval` takes a number of seconds from 0.1 to 86400")
        }
    }

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        let console = context.console
        if !once, output.output == .console, let screen = console.screen {
            let watch = ListWatch(console: console, screen: screen, interval: .seconds(interval))
            return try await watch.run { ClusterOverview(try await client.resources.schedulerOverview()).text + "\n" }
        }
        let answer = try await client.resources.schedulerOverview()
        try context.printer(output).value(answer) { try console.line(ClusterOverview(answer).text) }
    }
}
