/// What a group has used; a controller that is not there is nil.
public struct CgroupStatistics: Sendable, Equatable {
    /// Memory of the group and all groups below it.
    public struct Memory: Sendable, Equatable {
        /// Bytes in use, without the file pages that the kernel would drop first.
        public var workingSetBytes: UInt64
        /// The most bytes ever in use, file pages included; nil before Linux 5.19 on v2.
        public var peakBytes: UInt64?
        /// Bytes allowed; nil if unlimited.
        public var limitBytes: UInt64?
        /// Processes killed because the limit was reached; nil before Linux 4.13 on v1.
        public var oomKills: UInt64?

        /// Takes the numbers.
        public init(
            workingSetBytes: UInt64,
            peakBytes: UInt64? = nil,
            limitBytes: UInt64? = nil,
            oomKills: UInt64? = nil
        ) {
            self.workingSetBytes = workingSetBytes
            self.peakBytes = peakBytes
            self.limitBytes = limitBytes
            self.oomKills = oomKills
        }
    }

    /// Processor time.
    public struct CPU: Sendable, Equatable {
        /// Time used on all processors together, user and system.
        public var usage: Duration
        /// Periods in which the quota ran out; nil without the `cpu` controller.
        public var throttledPeriods: UInt64?
        /// Time spent waiting for a new quota; nil without the `cpu` controller.
        public var throttled: Duration?

        /// Takes the numbers.
        public init(
            usage: Duration,
            throttledPeriods: UInt64? = nil,
            throttled: Duration? = nil
        ) {
            self.usage = usage
            self.throttledPeriods = throttledPeriods
            self.throttled = throttled
        }
    }

    /// Processes and threads.
    public struct Pids: Sendable, Equatable {
        /// How many exist now, zombies included.
        public var current: UInt64
        /// How many may exist; nil if unlimited.
        public var limit: UInt64?
        /// How often a new one was refused.
        public var refused: UInt64?

        /// Takes the numbers.
        public init(
            current: UInt64,
            limit: UInt64? = nil,
            refused: UInt64? = nil
        ) {
            self.current = current
            self.limit = limit
            self.refused = refused
        }
    }

    /// Block devices.
    public struct IO: Sendable, Equatable {
        /// Bytes read from all devices.
        public var readBytes: UInt64
        /// Bytes written to all devices; v1 does not count what the page cache writes later.
        public var writtenBytes: UInt64

        /// Takes the numbers.
        public init(
            readBytes: UInt64,
            writtenBytes: UInt64
        ) {
            self.readBytes = readBytes
            self.writtenBytes = writtenBytes
        }
    }

    /// Memory, if that controller is there.
    public var memory: Memory?
    /// Processor time, if that is counted.
    public var cpu: CPU?
    /// Processes, if that controller is there.
    public var pids: Pids?
    /// Block devices, if that controller is there.
    public var io: IO?

    /// Takes what is known.
    public init(
        memory: Memory? = nil,
        cpu: CPU? = nil,
        pids: Pids? = nil,
        io: IO? = nil
    ) {
        self.memory = memory
        self.cpu = cpu
        self.pids = pids
        self.io = io
    }
}
