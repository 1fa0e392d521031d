import Core
import GraphQL

/// The GraphQL types and queries of agents.
enum AgentTypes {
    static let all =
        [
            agent, summary,
            RowPage.type("AgentList", of: "Agent"), RowPage.type("AgentSummaryList", of: "AgentSummary"),
        ] + AgentDeviceTypes.all

    private static let agent = GraphQLObject<GraphQLContext>("Agent", of: SQLRow.self, implements: ["Item"]) { fields in
        fields.text("id", "ID")
        fields.text("status")
        fields.time("status_changed")
        fields.text("region")
        fields.text("scaling_group")
        fields.flag("schedulable")
        fields.text("available_slots", "JSONString")
        fields.property("occupied_slots", "JSONString") { .slots(occupied($0)) }
        fields.property("addr", .string) { .string("unix:\($0.text("id"))") }
        fields.text("architecture")
        fields.time("first_contact")
        fields.time("lost_at")
        fields.asyncField("live_stat", "JSONString") { row, _, context in .json(await usage(row, context)?.wire) }
        fields.text("version")
        fields.property("compute_plugins", "JSONString") { row in
            let version = JSONValue.string(row.text("version"))
            let machine = JSONValue.string(row.text("architecture"))
            let processors: JSONValue = [
                "machine": machine, "os_type": "Linux", "version": version, "agent_version": version,
            ]
            let kinds = Set(ResourceSlots(stored: row.text("available_slots")).names.map(\.kind)).union(["cpu", "mem"])
            return .json(
                .object(kinds.sorted().map { .init($0, $0 == "cpu" ? processors : ["version": version]) }))
        }
        fields.asyncField("hardware_metadata", "JSONString") { row, _, context in
            .json(await usage(row, context)?.hardware)
        }
        fields.property("auto_terminate_abusing_kernel", .boolean) { _ in .bool(false) }
        fields.property("local_config", "JSONString") { _ in
            .json(["agent": ["auto_terminate_abusing_kernel": false]])
        }
        fields.number("container_count")
        AgentDeviceTypes.addField(to: &fields)
        addLegacy(to: &fields)
        fields.asyncField("cpu_cur_pct", .float) { row, _, context in
            .float(await usage(row, context)?.processorPercent ?? 0)
        }
        fields.asyncField("mem_cur_bytes", .float) { row, _, context in
            .float(Double(await usage(row, context)?.memoryUsed ?? 0))
        }
        fields.asyncField("compute_containers", "[ComputeContainer]", [GraphQLInput("status", .string)]) {
            row, arguments, context in
            let agent = row.text("id")
            let condition = SQLFragment(
                """
                s.id IN (SELECT k.session_id FROM kernels k WHERE k.agent = ?
                AND k.status NOT IN ('PENDING', 'TERMINATED', 'CANCELLED'))
                """, [.text(agent)])
            var kernels: [KernelSource] = []
            for source in try await SessionQueries.sources(condition, context) {
                kernels += try await source.kernelSources().filter { $0.kernel.agent?.rawValue == agent }
            }
            let status = arguments.string("status")
            return .objects(kernels.filter { status == nil || $0.kernel.status.rawValue == status })
        }
    }

    /// Fields that the original keeps for clients before slots had names.
    private static func addLegacy(to fields: inout GraphQLFields<GraphQLContext, SQLRow>) {
        @Sendable func amount(_ row: SQLRow, _ slot: SlotName, isOccupied: Bool) -> Quantity {
            isOccupied ? occupied(row)[slot] : ResourceSlots(stored: row.text("available_slots"))[slot]
        }
        for (prefix, isOccupied) in [("", false), ("used_", true)] {
            fields.property("\(prefix)mem_slots", .int) {
                .int(Int(amount($0, .mem, isOccupied: isOccupied).whole >> 20))
            }
            for (name, slot) in [("cpu", "cpu"), ("gpu", "cuda.device"), ("tpu", "tpu.device")] {
                fields.property("\(prefix)\(name)_slots", .float) {
                    .float(Double(amount($0, SlotName(slot), isOccupied: isOccupied).thousandths) / 1000)
                }
            }
        }
    }

    private static let summary = GraphQLObject<GraphQLContext>("AgentSummary", of: SQLRow.self, implements: ["Item"]) {
        fields in
        fields.text("id", "ID")
        fields.text("status")
        fields.text("scaling_group")
        fields.flag("schedulable")
        fields.text("available_slots", "JSONString")
        fields.property("occupied_slots", "JSONString") { .slots(occupied($0)) }
        fields.text("architecture")
    }

    static func addQueries(to fields: inout AccountQueries.Fields) {
        let scope = [GraphQLInput("scaling_group", .string), GraphQLInput("status", .string)]
        let usual = OrderExpression([.init(field: "id")])
        let kinds: [(name: String, type: String, entity: Entity)] = [
            ("agent", "Agent", .agent), ("agent_summary", "AgentSummary", .agentSummary),
        ]
        for (name, type, entity) in kinds {
            fields.asyncField(name, GraphQLType(stringLiteral: type), [GraphQLInput("agent_id", "String!")]) {
                _, arguments, context in
                try context.insist(on: .read, entity)
                return try await context.row(of: Nouns.agent, Nouns.agent.has(arguments.string("agent_id") ?? ""))
            }
            fields.asyncField(
                "\(name)_list", GraphQLType(stringLiteral: "\(type)List"), ListArguments.inputs + scope
            ) { _, arguments, context in
                try context.insist(on: .list, entity)
                return try await context.page(
                    of: Nouns.agent, arguments, NounQueryColumns.agent, condition(arguments), usual: usual)
            }
        }
        fields.asyncField("agents", "[Agent]", scope) { _, arguments, context in
            try context.insist(on: .list, .agent)
            return try await context.rows(of: Nouns.agent, condition(arguments))
        }
    }

    private static func condition(_ arguments: GraphQLArguments) -> SQLFragment {
        AccountQueries.equal(arguments, "scaling_group", "a.scaling_group")
            && AccountQueries.equal(arguments, "status", "a.status")
    }

    private static func occupied(_ row: SQLRow) -> ResourceSlots {
        var slots = ResourceSlots.none
        for member in row.json("occupied_slots")?.members ?? [] {
            slots[SlotName(member.name)] = Quantity(thousandths: member.value.text.flatMap { Int64($0) } ?? 0)
        }
        return slots
    }

    private static func usage(_ row: SQLRow, _ context: GraphQLContext) async -> NodeUsage? {
        guard let client = context.sessions.directory.client(of: AgentID(rawValue: row.text("id"))) else { return nil }
        return try? await client.usage()
    }
}
