import Core

/// What graphical clients show of a slot.
///
/// - SeeAlso: `slot_types` and `AcceleratorMetadata` in the original.
struct SlotMetadata {
    let slot: SlotName
    let type: SlotType

    var body: JSONValue {
        let words = words
        return [
            "slot_name": .string(words.name), "description": .string(words.description),
            "human_readable_name": .string(words.short), "display_unit": .string(words.unit),
            "number_format": [
                "binary": .bool(type == .bytes), "round_length": .integer(slot.rawValue.hasSuffix(".shares") ? 2 : 0),
            ],
            "display_icon": .string(words.icon),
        ]
    }

    private var words: (name: String, description: String, short: String, unit: String, icon: String) {
        switch slot {
        case .cpu: ("cpu", "CPU", "CPU", "Core", "cpu")
        // The original calls it so here and nowhere else.
        case .mem: ("ram", "Memory", "RAM", "GiB", "cpu")
        default:
            slot.rawValue.hasPrefix("cuda.")
                ? (
                    slot.rawValue, "CUDA-capable GPU", slot.rawValue.hasSuffix(".shares") ? "fGPU" : "GPU",
                    slot.rawValue.hasSuffix(".shares") ? "fGPU" : "GPU", "gpu1"
                )
                : (slot.rawValue, slot.rawValue, slot.rawValue, type == .bytes ? "GiB" : "Unit", "gpu1")
        }
    }
}
