import Core

/// Reads how busy this machine is: what passed between one question and the next.
///
/// - SeeAlso: `/proc/stat`, `/proc/meminfo` in proc(5).
actor NodeSampler {
    private let root: String
    private var last: [ProcessorTimes]

    /// A sampler of the `/proc` at `root`, another in tests; counts from now on.
    init(root: String = "/proc") {
        self.root = root
        last = NodeSampler.times(root)
    }

    /// The usage since the last question, or since the start.
    func usage() -> NodeUsage {
        let now = NodeSampler.times(root)
        let percents = now.indices.map { now[$0].busyPercent(since: last.indices.contains($0) ? last[$0] : .none) }
        last = now
        let memory = NodeSampler.memory(root)
        return NodeUsage(
            processors: percents, memoryUsed: memory.size - memory.available, memorySize: memory.size,
            processorModel: NodeSampler.model(root), kernelRelease: NodeSampler.line("\(root)/sys/kernel/osrelease"))
    }

    private static func times(_ root: String) -> [ProcessorTimes] {
        text("\(root)/stat").split(separator: "\n").compactMap(ProcessorTimes.init)
    }

    private static func memory(_ root: String) -> (size: Int64, available: Int64) {
        var bytes: [Substring: Int64] = [:]
        for line in text("\(root)/meminfo").split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count >= 2, let kibibytes = Int64(parts[1]) { bytes[parts[0]] = kibibytes << 10 }
        }
        return (bytes["MemTotal:"] ?? 0, bytes["MemAvailable:"] ?? 0)
    }

    private static func model(_ root: String) -> String {
        let line = text("\(root)/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown"
    }

    private static func line(_ path: String) -> String { String(text(path).prefix { $0 != "\n" }) }

    private static func text(_ path: String) -> String { (try? FileText.read(path)) ?? "" }
}

/// The time that one processor has spent, in ticks, from a line `cpuN …` of `/proc/stat`.
struct ProcessorTimes: Equatable {
    static let none = ProcessorTimes(busy: 0, total: 0)

    let busy: Int64
    let total: Int64

    private init(busy: Int64, total: Int64) {
        self.busy = busy
        self.total = total
    }

    /// Reads a line; nil for those that are of no single processor.
    init?(line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard let name = parts.first, name.hasPrefix("cpu"), name.count > 3 else { return nil }
        // user nice system idle iowait irq softirq steal; guest time is part of user time.
        let ticks = parts.dropFirst().prefix(8).map { Int64($0) ?? 0 }
        guard ticks.count >= 5 else { return nil }
        total = ticks.reduce(0, +)
        busy = total - ticks[3] - ticks[4]
    }

    /// How much of the time between was spent with work.
    func busyPercent(since earlier: ProcessorTimes) -> Double {
        let passed = total - earlier.total
        guard passed > 0 else { return 0 }
        return max(0, min(100, Double(busy - earlier.busy) / Double(passed) * 100))
    }
}
