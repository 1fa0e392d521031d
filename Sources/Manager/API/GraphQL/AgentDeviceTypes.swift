import Core
import GraphQL

/// The GraphQL types of an agent's devices: ours, not the original's.
enum AgentDeviceTypes {
    static let all = [device, holder]

    /// Adds the field of agents.
    static func addField(to fields: inout GraphQLFields<GraphQLContext, SQLRow>) {
        fields.asyncField("devices", "[AgentDevice]") { row, _, context in
            let agent = AgentID(rawValue: row.text("id"))
            let inventory =
                DeviceInventory(stored: row.optionalText("devices"))
                ?? DeviceInventory(totals: ResourceSlots(stored: row.text("available_slots")))
            // Only accelerators say how busy their devices are.
            var usage: [DeviceUsage] = []
            if inventory.devices.contains(where: \.slot.isAccelerator),
                let client = context.sessions.directory.client(of: agent)
            {
                usage = (try? await client.usage())?.devices ?? []
            }
            return .objects(
                DeviceMap(inventory, holdings: try await context.store.holdings(on: agent), usage: usage).entries)
        }
    }

    private static let device = GraphQLObject<GraphQLContext>("AgentDevice", of: DeviceMap.Entry.self) { fields in
        fields.property("id", "String") { .string($0.device.id.rawValue) }
        fields.property("slot", "String") { .string($0.device.slot.rawValue) }
        fields.property("capacity", "String") { .string($0.device.capacity.description) }
        fields.property("occupied", "String") { .string($0.occupied.description) }
        fields.property("free", "String") { .string($0.free.description) }
        fields.property("numa_node", "Int") { .int($0.device.node) }
        fields.property("model", "String") { .string($0.device.model) }
        fields.property("memory", "BigInt") { .int($0.device.memory.map { Int($0) }) }
        fields.property("units", "Int") { .int($0.device.units) }
        fields.property("processors", "String") { .string($0.device.processors) }
        fields.property("links", "JSONString") { entry in
            let links = entry.device.links ?? []
            return .json(.object(links.map { .init($0.peer.rawValue, .string($0.kind.rawValue)) }))
        }
        fields.property("healthy", "Boolean") { .bool($0.device.problem == nil) }
        fields.property("problem", "String") { .string($0.device.problem) }
        fields.property("memory_used", "BigInt") { .int($0.usage?.memory.map { Int($0) }) }
        fields.property("utilization", "Int") { .int($0.usage?.percent) }
        fields.property("holders", "[AgentDeviceHolder]") { .objects($0.holdings) }
    }

    private static let holder = GraphQLObject<GraphQLContext>("AgentDeviceHolder", of: DeviceHolding.self) { fields in
        fields.property("session_id", "String") { .string($0.session.rawValue) }
        fields.property("session_name", "String") { .string($0.sessionName) }
        fields.property("kernel_id", "String") { .string($0.kernel.rawValue) }
        fields.property("owner", "String") { .string($0.owner) }
        fields.property("access_key", "String") { .string($0.accessKey.rawValue) }
        fields.property("amount", "String") { .string($0.amount.description) }
    }
}
