/// What a node's hardware is and how much of it is in use: `GET /usage` of an agent.
public struct NodeUsage: Codable, Sendable, Equatable {
    /// How busy each processor was over the last interval, in percent.
    public let processors: [Double]
    /// Bytes of memory in use, file cache that could go at once left out.
    public let memoryUsed: Int64
    /// Bytes of memory.
    public let memorySize: Int64
    /// The name of the processor's model.
    public let processorModel: String
    /// The kernel's release.
    public let kernelRelease: String
    /// How busy the accelerators' devices are; nil for an agent that does not say.
    public private(set) var devices: [DeviceUsage]?

    /// Describes a node's state.
    public init(
        processors: [Double], memoryUsed: Int64, memorySize: Int64, processorModel: String, kernelRelease: String
    ) {
        self.processors = processors
        self.memoryUsed = memoryUsed
        self.memorySize = memorySize
        self.processorModel = processorModel
        self.kernelRelease = kernelRelease
    }
}

extension NodeUsage {
    /// The same with what its accelerators do.
    public func with(devices: [DeviceUsage]) -> NodeUsage {
        var usage = self
        usage.devices = devices
        return usage
    }

    /// The sum over all processors, in percent of one.
    public var processorPercent: Double { processors.reduce(0, +) }

    /// The original's `live_stat` of an agent: metrics of the node and of its devices.
    public var wire: JSONValue {
        func metric(_ current: Double, _ capacity: Double, _ unit: String) -> JSONValue {
            [
                "current": .string(Quantity(thousandths: Int64(current * 1000)).description),
                "capacity": .string(Quantity(thousandths: Int64(capacity * 1000)).description),
                "pct": .string(
                    Quantity(thousandths: capacity > 0 ? Int64(current / capacity * 100_000) : 0).description),
                "unit_hint": .string(unit),
            ]
        }
        let memory = metric(Double(memoryUsed), Double(memorySize), "bytes")
        let devices = processors.enumerated().map { index, percent in
            JSONValue.Member("\(index)", metric(percent * 10, 1000, "msec"))
        }
        return [
            "node": [
                "cpu_util": metric(processorPercent * 10, Double(processors.count) * 1000, "msec"), "mem": memory,
            ],
            "devices": ["cpu_util": .object(devices), "mem": ["root": memory]],
        ]
    }

    /// The original's `hardware_metadata`: what each kind of device is.
    public var hardware: JSONValue {
        [
            "cpu": [
                "status": "healthy", "status_info": nil,
                "metadata": ["model": .string(processorModel), "cores": .string("\(processors.count)")],
            ],
            "mem": [
                "status": "healthy", "status_info": nil,
                "metadata": ["size": .string(BinarySize(bytes: memorySize).description)],
            ],
            "system": [
                "status": "healthy", "status_info": nil, "metadata": ["kernel": .string(kernelRelease)],
            ],
        ]
    }
}
