/// How an amount is divided among the devices that have some of it free.
///
/// - SeeAlso: `AllocationStrategy` in the original's `agent/alloc_map.py`.
public enum AllocationStrategy: String, Sendable, Codable, CaseIterable {
    /// As few devices as possible: the freest gives all it can, then the next.
    case fill
    /// Shares as equal as they can be.
    case evenly
}

/// Whether the parts of a device can be told from one another.
public enum DeviceGranularity: String, Sendable, Codable {
    /// Whole units, such as the cores of a processor: a request takes them from as many devices as its strategy likes.
    case discrete
    /// Fractions of a device: each further device costs the user work, so that few are better than many.
    case fractional
}
