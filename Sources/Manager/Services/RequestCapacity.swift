import Core

/// What the agents that a session could run on could give it if nothing ran on them.
///
/// What none of them could ever give is refused at once, with the most that one could.
struct RequestCapacity {
    /// Those of the session's architecture and scaling group; none of them is known to be wrong.
    let agents: [AgentRecord]

    /// Checks a request.
    ///
    /// - Throws: ``BackendError`` for what is more than any agent has, or what no agent's rules let anybody have.
    func check(_ requested: ResourceSlots) throws(BackendError) {
        guard !agents.isEmpty else { return }
        // Processors and memory are given as they are asked for.
        let isEasy = !requested.names.contains(where: \.isAccelerator)
        var refusal: AllocationRefusal?
        for agent in agents where requested.fits(in: agent.available) {
            if isEasy { return }
            let inventory = agent.inventory
            do throws(AllocationRefusal) {
                _ = try DeviceAllocation(of: inventory.devices.map(\.device), by: inventory.scheduledRules)
                    .shares(for: requested)
                return
            } catch {
                refusal = refusal ?? error
            }
        }
        guard let refusal else { return try checkAmounts(requested) }
        throw BackendError(
            .invalidParameters, "Invalid resource allocation: \(refusal.sentence)", hint: refusal.hint)
    }

    /// Checks what kernels ask for that are to share one agent.
    ///
    /// - Throws: ``BackendError`` for what is more than any agent has.
    func check(_ total: ResourceSlots, ofKernels count: Int) throws(BackendError) {
        guard !agents.contains(where: { total.fits(in: $0.available) }),
            let largest = agents.max(by: { $0.available[.mem] < $1.available[.mem] }),
            let slot = total.firstExcess(over: largest.available)
        else { return }
        throw BackendError(
            .invalidParameters,
            "Invalid resource allocation: the \(count) kernels of a single-node session ask for "
                + "\(ResourceSlots([slot: total[slot]]).summary) together, but the largest agent has "
                + "\(ResourceSlots([slot: largest.available[slot]]).summary)",
            hint: "ask for fewer or smaller kernels, or for several agents: `--cluster-mode multi-node`")
    }

    private func checkAmounts(_ requested: ResourceSlots) throws(BackendError) {
        guard let largest = agents.max(by: { $0.available[.mem] < $1.available[.mem] }),
            let slot = requested.firstExcess(over: largest.available)
        else { return }
        let asked = ResourceSlots([slot: requested[slot]]).summary
        throw BackendError(
            .invalidParameters,
            "Invalid resource allocation: the session asks for \(asked), but the largest agent has "
                + "\(ResourceSlots([slot: largest.available[slot]]).summary)",
            hint: "ask for at most \(ResourceSlots([slot: largest.available[slot]]).summary)"
        )
    }
}

extension DeviceInventory {
    /// The rules by which the scheduler divides each slot, those that the agent does not tell included.
    fileprivate var scheduledRules: [SlotName: SlotRules] {
        slotTypes.keys.reduce(into: rules) { all, slot in
            if all[slot] == nil {
                all[slot] = SlotRules(quantum: Quantity(thousandths: 1), granularity: .fractional)
            }
        }
    }
}
