public import Core

/// What NVML said of a machine's GPUs at one moment: a line of `backend.ai-agent gpu-probe`, as JSON.
public struct NVMLReading: Codable, Sendable, Equatable {
    /// Why nothing could be read at all; nil where something could.
    public var problem: String?
    /// The version of the driver.
    public var driver: String?
    /// The GPUs that could be asked who they are, in the order of their PCI buses.
    public var gpus: [GPU]
    /// How many there are that could not.
    public var lost: Int

    /// Puts a reading together.
    public init(problem: String? = nil, driver: String? = nil, gpus: [GPU] = [], lost: Int = 0) {
        self.problem = problem
        self.driver = driver
        self.gpus = gpus
        self.lost = lost
    }

    /// One GPU.
    public struct GPU: Codable, Sendable, Equatable {
        /// `GPU-` and a UUID.
        public let uuid: DeviceID
        /// The name of its model.
        public var model: String?
        /// Its PCI bus, `0000:3b:00.0`.
        public var bus: String?
        /// The NUMA node that it is attached to.
        public var node: Int?
        /// Its cores.
        public var units: Int?
        /// Bytes of memory.
        public var memory: Int64?
        /// Bytes of it that are in use.
        public var memoryUsed: Int64?
        /// Bytes of it that the driver keeps; nil for drivers that count them as used.
        public var memoryReserved: Int64?
        /// For how many percent of the last moments something ran.
        public var percent: Int?
        /// The processes that compute on it.
        public var processes: [DeviceProcess] = []
        /// How it is connected with the others.
        public var links: [DeviceLink] = []
        /// Why it does not work.
        public var problem: String?

        /// A GPU of which nothing more is known.
        public init(uuid: DeviceID) {
            self.uuid = uuid
        }
    }
}
