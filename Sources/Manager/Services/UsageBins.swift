import Core

/// What was in use over the last 30 days, in bins of 15 minutes.
///
/// A pure value: each span is a rise where it begins and a fall after it ends, so that a long history costs no more than
/// its spans and the bins.
struct UsageBins {
    /// The number of bins.
    static let count = 2880
    /// The seconds of one.
    static let width: Int64 = 900

    /// One bin.
    struct Bin: Equatable {
        var sessions: Int64 = 0
        /// In thousandths.
        var cpu: Int64 = 0
        var memory: Int64 = 0
        /// In thousandths.
        var accelerators: Int64 = 0
        var readBytes: Int64 = 0
        var writtenBytes: Int64 = 0
        var diskBytes: Int64 = 0

        fileprivate mutating func add(_ other: Bin, times sign: Int64) {
            sessions &+= sign &* other.sessions
            cpu &+= sign &* other.cpu
            memory &+= sign &* other.memory
            accelerators &+= sign &* other.accelerators
            readBytes &+= sign &* other.readBytes
            writtenBytes &+= sign &* other.writtenBytes
            diskBytes &+= sign &* other.diskBytes
        }
    }

    /// Seconds since 1970 of the first bin's beginning.
    let start: Int64
    private var changes = [Bin](repeating: Bin(), count: UsageBins.count + 1)
    private var counted: Set<KernelID> = []

    /// Bins whose last one contains `now`, in seconds since 1970.
    init(endingAt now: Int64) {
        start = now - now % UsageBins.width - Int64(UsageBins.count - 1) * UsageBins.width
    }

    /// Counts one span; what a kernel did as a whole is counted with the first of its spans.
    mutating func add(_ span: AllocationSpan) {
        var amount = Bin()
        switch span.slot {
        case .cpu: amount.cpu = span.amount.thousandths
        case .mem: amount.memory = span.amount.whole
        default: if !span.slot.isBytes { amount.accelerators = span.amount.thousandths }
        }
        if counted.insert(span.kernel).inserted {
            amount.sessions = span.isMain ? 1 : 0
            amount.readBytes = span.statistics?.ioRead ?? 0
            amount.writtenBytes = span.statistics?.ioWrite ?? 0
            amount.diskBytes = span.statistics?.scratchSize ?? 0
        }
        guard let first = index(of: span.began / 1_000_000) else { return }
        let last = span.ended.flatMap { index(of: $0 / 1_000_000) } ?? UsageBins.count - 1
        guard last >= first else { return }
        changes[first].add(amount, times: 1)
        changes[last + 1].add(amount, times: -1)
    }

    /// The bins, oldest first.
    var bins: [Bin] {
        var running = Bin()
        return changes.dropLast().map { change in
            running.add(change, times: 1)
            return running
        }
    }

    /// The bin that a moment falls into, the first for earlier ones; nil for later ones than there are bins.
    private func index(of second: Int64) -> Int? {
        guard second >= start else { return 0 }
        let index = (second - start) / UsageBins.width
        return index < Int64(UsageBins.count) ? Int(index) : nil
    }
}
