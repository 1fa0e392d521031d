import Core

/// What a kernel's programs are told of the devices that it holds.
struct KernelDevices {
    let spec: KernelSpec

    /// The content of `/home/config/resource.txt`, which hooks and programs of the original's images read.
    ///
    /// - SeeAlso: `KernelResourceSpec` in the original's `agent/resources.py`.
    var text: String {
        var lines = ["CID=\(spec.kernel)", "MOUNTS="]
        let slots = JSONValue.object(spec.slots.wire.map { .init($0.slot, .string($0.amount)) })
        lines.append("SLOTS=\(slots.encodedText)")
        for (slot, shares) in Dictionary(grouping: spec.devices ?? [], by: \.slot).sorted(by: { $0.key < $1.key }) {
            let texts = shares.map { share in
                let amount =
                    slot.isBytes ? BinarySize(bytes: share.amount.whole).description : share.amount.description
                return "\(share.device):\(amount)"
            }
            lines.append("\(slot.rawValue.uppercased())_SHARES=\(texts.joined(separator: ","))")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
