import ArgumentParser
import BackendAIKit
import Core

struct FixtureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fixture",
        abstract: "Fill a manager with domains, groups, users and what goes with them",
        subcommands: [FixturePopulate.self, FixtureList.self]
    )
}

struct FixturePopulate: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate",
        abstract: "Post what a fixture file says",
        discussion: """
            For superadmins. The file is a JSON object of tables, each a list of rows, as the original's fixtures are. \
            What is there already is left as it is. The manager makes the keys of keypairs itself: they are printed, \
            user, access key and secret key a line.
            """
    )

    @Argument(help: "The file; `-` is standard input", completion: .file(extensions: ["json"]))
    var file: String

    func run(in context: CommandContext) async throws {
        let text = try TextOptions.read(file)
        let plan: FixturePlan
        do {
            plan = try FixturePlan(try JSONValue(parsing: Array(text.utf8)))
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "`\(file)` is no fixture", why: "\(error)")
        }
        for table in plan.unknownTables {
            context.console.note("left out  \(table): the API has no way to post it")
        }
        var loader = FixtureLoader(client: try context.client(), console: context.console)
        let counts = try await loader.load(plan)
        context.console.note(
            "backend.ai: \(counts.made) made, \(counts.present) there already, \(counts.refused) refused")
        if counts.refused > 0 { throw ExitStatus.failure.code }
    }
}

struct FixtureList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tables that a fixture file may have", aliases: ["ls"])

    func run() throws {
        let rows = FixtureTable.allCases.map { table in
            [table.rawValue, (table.arguments.map(\.column) + table.columns.sorted()).joined(separator: " ")]
        }
        let memberships = [FixtureTable.memberships, "group_id user_id"]
        try Console().line(Table(columns: ["TABLE", "COLUMNS"], rows: rows + [memberships]).text)
    }
}
