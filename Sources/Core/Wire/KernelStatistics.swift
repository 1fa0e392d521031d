/// What a kernel has used, in the units that the agent reads.
public struct KernelStatistics: Codable, Sendable, Equatable {
    /// Milliseconds of processor time since the start.
    public var cpuUsed: Double?
    /// Milliseconds of processor time a second, over the last interval.
    public var cpuUtilization: Double?
    /// The highest ``cpuUtilization`` so far.
    public var cpuUtilizationPeak: Double?
    /// Bytes of memory in use, file cache that could go at once left out.
    public var memory: Int64?
    /// The highest use so far, in bytes.
    public var memoryPeak: Int64?
    /// The limit, in bytes.
    public var memoryLimit: Int64?
    /// Bytes read from block devices.
    public var ioRead: Int64?
    /// Bytes written to block devices.
    public var ioWrite: Int64?
    /// Bytes received over interfaces other than loopback.
    public var netReceived: Int64?
    /// Bytes sent over interfaces other than loopback.
    public var netSent: Int64?
    /// Bytes used in the scratch file system.
    public var scratchSize: Int64?

    /// Statistics with nothing known yet.
    public init() {}
}

extension KernelStatistics {
    /// The statistics in the shape of the original's `live_stat`: decimal strings under `current`, `capacity`, `pct`, `stats.…`.
    ///
    /// - Parameter status: The kernel's status, which the official command line insists on, or nil to leave it out.
    /// - Returns: A JSON object.
    public func wire(status: String? = nil) -> JSONValue {
        var members: [JSONValue.Member] = []
        func add(
            _ name: String, _ current: Double?, capacity: Double? = nil, unit: String, extra: [(String, Double?)] = []
        ) {
            guard let current else { return }
            let percent = capacity.map { $0 > 0 ? current / $0 * 100 : 0 } ?? 0
            var metric: [JSONValue.Member] = [
                .init("current", .string(Self.decimal(current, places: 3))),
                .init("capacity", .init(capacity.map { Self.decimal($0, places: 3) })),
                .init("pct", .string(Self.decimal(percent, places: 2, padded: true))),
                .init("unit_hint", .string(unit)),
            ]
            for (name, value) in extra {
                if let value { metric.append(.init(name, .string(Self.decimal(value, places: 3)))) }
            }
            members.append(.init(name, .object(metric)))
        }
        add("cpu_util", cpuUtilization, capacity: 1000, unit: "percent", extra: [("stats.max", cpuUtilizationPeak)])
        add("cpu_used", cpuUsed, unit: "msec")
        add(
            "mem", memory.map(Double.init), capacity: memoryLimit.map(Double.init), unit: "bytes",
            extra: [("stats.max", memoryPeak.map(Double.init))])
        add("io_read", ioRead.map(Double.init), unit: "bytes", extra: [("stats.max", ioRead.map(Double.init))])
        add("io_write", ioWrite.map(Double.init), unit: "bytes", extra: [("stats.max", ioWrite.map(Double.init))])
        add("net_rx", netReceived.map(Double.init), unit: "bps")
        add("net_tx", netSent.map(Double.init), unit: "bps")
        add(
            "io_scratch_size", scratchSize.map(Double.init), unit: "bytes",
            extra: [("stats.max", scratchSize.map(Double.init))])
        if !members.isEmpty { members.insert(.init("version", 2), at: 0) }
        if let status { members.append(.init("status", .string(status))) }
        return .object(members)
    }

    private static func decimal(_ value: Double, places: Int, padded: Bool = false) -> String {
        let scale = places == 3 ? 1000.0 : 100.0
        // An agent's word is not to be trusted with a trap: what is no number is zero, and no limit has 19 digits.
        let scaled = value.isFinite ? Int128(max(-1e30, min(1e30, (value * scale).rounded()))) : 0
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt128(scale))
        var digits = String(fraction)
        digits = String(repeating: "0", count: places - digits.count) + digits
        if !padded {
            while digits.last == "0" { digits.removeLast() }
        }
        return (scaled < 0 ? "-" : "") + (digits.isEmpty ? "\(whole)" : "\(whole).\(digits)")
    }
}
