import ArgumentParser
import BackendAIKit
import Core

struct SessionShowGraph: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-graph", abstract: "Show what a session depends on")

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Flag(name: .shortAndLong, help: "As a table instead of a tree")
    var table = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let graph = try await context.client().sessions.dependencyGraph(of: session)
        try context.printer(output).value(graph) {
            let node = DependencyNode(graph)
            try context.console.line(table ? node.table.text : node.tree)
        }
    }
}

/// A session with those it depends on.
struct DependencyNode: Equatable {
    let id: String
    let name: String
    let status: String
    let changed: String
    let dependencies: [DependencyNode]

    /// Reads the manager's answer; nothing below 64 levels is read, since nobody depends that deep.
    init(_ answer: JSONValue, depth: Int = 0) {
        id = answer["session_id"]?.text ?? ""
        name = answer["session_name"]?.text ?? ""
        // The original writes Python's own name of the status.
        let status = answer["status"]?.text ?? ""
        self.status = status.hasPrefix("KernelStatus.") ? String(status.dropFirst("KernelStatus.".count)) : status
        let changed = answer["status_changed"]?.text ?? "-"
        self.changed = changed == "None" ? "-" : String(changed.prefix(19))
        dependencies =
            depth < 64 ? (answer["depends_on"]?.items ?? []).map { DependencyNode($0, depth: depth + 1) } : []
    }

    /// The lines of a tree, branches drawn.
    var tree: String {
        var lines = ["\(name) (\(status))"]
        for (index, node) in dependencies.enumerated() {
            let isLast = index == dependencies.count - 1
            let below = node.tree.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in below.enumerated() {
                let branch = number == 0 ? (isLast ? "└── " : "├── ") : (isLast ? "    " : "│   ")
                lines.append(branch + line)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Each session once, with the names of those it depends on.
    var table: Table {
        var seen: Set<String> = []
        var rows: [[String]] = []
        func add(_ node: DependencyNode) {
            guard seen.insert(node.id).inserted else { return }
            let names = node.dependencies.map(\.name).joined(separator: ", ")
            rows.append([node.name, node.status, node.changed, names.isEmpty ? "-" : names])
            for below in node.dependencies { add(below) }
        }
        add(self)
        return Table(columns: ["NAME", "STATUS", "SINCE", "DEPENDS ON"], rows: rows)
    }
}
