import Core

/// What a user may still start, and which presets fit into that: the answer of `/resource/check-presets`.
struct PresetCheck {
    let overview: ResourceOverview
    let presets: [ResourcePresetRecord]
    /// The slots that some agent has.
    let slots: [SlotName]
    /// Whether the figures of the group are told.
    let showsGroup: Bool

    /// The answer, in the original's order of members.
    var body: JSONValue {
        let groups = overview.scalingGroups
        return [
            "keypair_limits": amounts { overview.keypair.limit(of: $0) },
            "keypair_using": amounts { overview.keypair.occupied[$0] },
            "keypair_remaining": amounts(remaining),
            "scaling_group_remaining": amounts { slot in
                min(remaining(of: slot), groups.reduce(.zero) { $0 + PresetCheck.free(slot, in: $1) })
            },
            "scaling_groups": .object(groups.map { .init($0.name, body(of: $0)) }),
            "presets": .array(presets.map(body)),
            "group_limits": figures { overview.group.limit(of: $0) },
            "group_using": figures { overview.group.occupied[$0] },
            "group_remaining": figures { overview.group.remaining(of: $0) },
        ]
    }

    /// The slots of a preset that the cluster knows.
    static func known(_ preset: ResourcePresetRecord, among slots: [SlotName]) -> ResourceSlots {
        ResourceSlots(preset.slots.amounts.filter { slots.contains($0.key) })
    }

    /// What keypair, group and domain together leave of a slot.
    private func remaining(of slot: SlotName) -> Quantity {
        [overview.keypair, overview.group, overview.domain].map { $0.remaining(of: slot) }.min() ?? .zero
    }

    private func body(of group: ScalingGroupUse) -> JSONValue {
        [
            "using": amounts { group.used[$0] },
            "remaining": amounts { min(remaining(of: $0), PresetCheck.free($0, in: group)) },
        ]
    }

    private func body(of preset: ResourcePresetRecord) -> JSONValue {
        let wanted = PresetCheck.known(preset, among: slots)
        let isAllowed = wanted.names.allSatisfy { wanted[$0] <= remaining(of: $0) }
        let agents = overview.scalingGroups.flatMap(\.agents)
        return [
            "name": .string(preset.name),
            "resource_slots": .object(wanted.wire.map { .init($0.slot, .string($0.amount)) }),
            "shared_memory": JSONValue(preset.sharedMemory.map(String.init)),
            "allocatable": .bool(isAllowed && agents.contains { wanted.fits(in: $0) }),
        ]
    }

    private static func free(_ slot: SlotName, in group: ScalingGroupUse) -> Quantity {
        group.agents.reduce(.zero) { $0 + max(.zero, $1[slot]) }
    }

    private func amounts(_ amount: (SlotName) -> Quantity) -> JSONValue {
        .object(slots.map { .init($0.rawValue, .string(amount($0).description)) })
    }

    private func figures(_ amount: (SlotName) -> Quantity) -> JSONValue {
        .object(slots.map { .init($0.rawValue, .string(showsGroup ? amount($0).description : "NaN")) })
    }
}
