import ArgumentParser
import BackendAIKit
import Core

extension AdminAgent {
    /// Devices with who holds them.
    struct Map: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "map", abstract: "Show the devices of agents, and which sessions hold them")

        @Argument(help: ArgumentHelp("The agent; all that are alive when absent", valueName: "agent-id"))
        var agent: String?

        @OptionGroup var output: OutputOptions

        private static let selection = """
            devices { id slot capacity occupied free numa_node model memory units processors links healthy problem \
            memory_used utilization holders { session_id session_name kernel_id owner access_key amount } }
            """

        func run(in context: CommandContext) async throws {
            let devices = try await agents(in: context).flatMap { agent in
                (agent["devices"]?.items ?? []).map { AgentDevice(agent: agent["id"]?.text ?? "", value: $0) }
            }
            try context.printer(output).value(.list(devices.map(\.record), total: devices.count)) {
                if devices.isEmpty { return context.console.note("no devices") }
                let rows = devices.flatMap(\.rows)
                try context.console.page(
                    Table(columns: AgentDevice.columns, rows: rows, alignments: AgentDevice.alignments).text)
            }
        }

        private func agents(in context: CommandContext) async throws -> [JSONValue] {
            let graphQL = try context.client().graphQL
            guard let agent else {
                return try await graphQL.list(
                    "agent_list", fields: ["id", Self.selection],
                    variables: [GraphQLVariable("status", "String", "ALIVE")]
                ).items
            }
            let found = try await graphQL.item(
                "agent", fields: ["id", Self.selection],
                variables: [GraphQLVariable("agent_id", "String!", .string(agent))])
            guard let found else {
                throw CommandFailure(
                    what: "no agent `\(agent)`", hint: "`backend.ai admin agent list` lists those that live")
            }
            return [found]
        }
    }
}

/// One device of the map, as GraphQL tells it.
private struct AgentDevice {
    static let columns = [
        "Agent", "Device", "Slot", "Node", "Model", "Has", "Free", "State", "Session", "Owner", "Holds",
    ]
    static let alignments: [Table.Alignment] = [
        .left, .left, .left, .right, .left, .right, .right, .left, .left, .left, .right,
    ]

    let agent: String
    let value: JSONValue

    /// What programs get.
    var record: JSONValue {
        let members = (value.members ?? []).map { member in
            JSONValue.Member(member.name, member.name == "links" ? member.value.unwrapped : member.value)
        }
        return .object([.init("agent", .string(agent))] + members)
    }

    /// A row for each session that holds some of it, or one where there is none; what is the same is not said again.
    var rows: [[String]] {
        let holders = value["holders"]?.items ?? []
        let device = [
            agent, value["id"]?.text.flatMap { $0.isEmpty ? nil : $0 } ?? "-", cell("slot"), cell("numa_node"),
            cell("model"), amount("capacity", of: value), amount("free", of: value),
            state,
        ]
        if holders.isEmpty { return [device + ["-", "-", "-"]] }
        return holders.enumerated().map { index, holder in
            (index == 0 ? device : Array(repeating: "", count: device.count)) + [
                holder["session_name"]?.cell ?? "-", holder["owner"]?.cell ?? "-", amount("amount", of: holder),
            ]
        }
    }

    private var state: String {
        if let problem = value["problem"]?.text { return "failed: \(problem)" }
        let free = value["free"]?.text.flatMap { Quantity(decimal: $0) } ?? .zero
        return free < .zero ? "over-committed" : "works"
    }

    private func cell(_ name: String) -> String { value[name]?.cell ?? "-" }

    private func amount(_ name: String, of item: JSONValue) -> String {
        guard let text = item[name]?.text, let quantity = Quantity(decimal: text) else { return "-" }
        let isBytes = SlotName(value["slot"]?.text ?? "").isBytes
        return isBytes && quantity >= .zero ? BinarySize(bytes: quantity.whole).humanized : text
    }
}
