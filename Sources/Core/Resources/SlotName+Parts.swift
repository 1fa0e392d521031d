/// What a slot's name says: `cuda.device:mig-10g` is of the kind `cuda`, of its `device`s the `mig-10g`.
///
/// - SeeAlso: `SlotName` in the original's `common/types.py`.
extension SlotName {
    /// The kind of device: `cpu`, `mem`, `cuda`.
    public var kind: String { String(rawValue.prefix { $0 != "." }) }

    /// What of the device is given: `device` or `shares`; empty for processors and memory.
    public var major: String { String(rawValue.dropFirst(kind.count + 1).prefix { $0 != ":" }) }

    /// Which sort of slice of it, such as `mig-10g`; empty for none.
    public var minor: String {
        guard let colon = rawValue.firstIndex(of: ":") else { return "" }
        return String(rawValue[rawValue.index(after: colon)...])
    }

    /// Whether it is anything but processors and memory of the machine.
    public var isAccelerator: Bool { rawValue.contains(".") }
}
