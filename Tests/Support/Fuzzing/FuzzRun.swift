import Core
import Glibc

/// Tries inputs on one parser until its time is over, on a thread of its own that gives way to all others.
public actor FuzzRun {
    /// What was tried.
    public struct Report: Sendable, CustomStringConvertible {
        /// How many inputs were read.
        public var accepted = 0
        /// How many were refused.
        public var refused = 0
        /// For how many different reasons.
        public var reasons: Set<String> = []
        /// The most that a byte has taken, in nanoseconds, of inputs of more than a thousand bytes.
        public var slowest: Int64 = 0

        /// Whether too little was read, or too little refused, to say anything.
        public var isPoor: Bool { min(accepted, refused) <= 100 }

        public var description: String {
            "\(accepted) accepted, \(refused) refused for \(reasons.count) reasons, at most \(slowest) ns a byte"
        }
    }

    /// Whether this is `make soak`, which has more time and new inputs every time.
    public static let isSoak = getenv("SOAK") != nil

    nonisolated private let executor: ThreadExecutor
    nonisolated public var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let target: FuzzTarget
    private let seed: UInt64
    private let journal: FuzzJournal
    /// What inputs are made of: the examples, what was read, and what was refused for a reason of its own.
    private var pool: [[UInt8]]
    private var good: [[UInt8]] = []
    private var report = Report()

    /// Prepares a run; the first inputs are the seeds and what has been found before.
    public init(_ target: FuzzTarget) throws {
        executor = try ThreadExecutor()
        self.target = target
        seed = Self.isSoak ? .random(in: 0...UInt64.max) : 0
        journal = try FuzzJournal(target.name)
        pool = target.seeds + FuzzJournal.kept(target.name).map(\.bytes)
    }

    deinit { executor.stop() }

    /// Tries inputs for half a minute, in a soak for ten, and longer on a machine that is too busy to try enough.
    ///
    /// - Returns: What was tried; whether that is enough is for the caller to judge.
    /// - Throws: ``BrokenProperty`` for the first input that breaks one, which is then kept.
    public func run() throws -> Report {
        // Of this thread alone, as Linux has it.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        if Self.isSoak { print("\(target.name): seed \(seed)") }
        let end = ContinuousClock.now + .seconds(Self.isSoak ? 600 : 30)
        for bytes in pool { try attempt(bytes) }
        let mutator = InputMutator(words: target.words, longest: target.longest)
        var random = SeededGenerator(seed: seed)
        while ContinuousClock.now < end || report.isPoor && ContinuousClock.now < end + .seconds(90) {
            // What goes far enough to be read is what most of a parser is for.
            let isGood = !good.isEmpty && Int.random(in: 0..<3, using: &random) > 0
            try attempt(mutator.input(from: isGood ? good : pool, using: &random), using: &random)
            if Task.isCancelled { break }
        }
        journal.finish()
        return report
    }

    private func attempt(_ bytes: [UInt8]) throws {
        var random = SeededGenerator(seed: 0)
        try attempt(bytes, using: &random)
    }

    private func attempt(_ bytes: [UInt8], using random: inout SeededGenerator) throws {
        journal.note(bytes)
        do {
            var (outcome, time) = try Self.measured(bytes, target)
            var tries = 1
            // What is really too slow is so every time.
            while time > Self.limit(bytes, target), tries < 4 {
                time = min(time, try Self.measured(bytes, target).time)
                tries += 1
            }
            try Self.judge(time, bytes, target)
            if bytes.count > 1000 { report.slowest = max(report.slowest, time / Int64(bytes.count)) }
            learn(bytes, outcome, using: &random)
        } catch {
            let smallest = FuzzTarget.smallest(bytes) { (try? Self.checked($0, target)) == nil }
            let path = journal.keep(smallest)
            throw BrokenProperty("\(target.name), seed \(seed), kept as \(path): \(error)")
        }
    }

    /// An input with a new fate is worth more than another of a known one: what is made of it may go further.
    private func learn(_ bytes: [UInt8], _ outcome: FuzzTarget.Outcome, using random: inout SeededGenerator) {
        switch outcome {
        case .accepted:
            report.accepted += 1
            guard bytes.count < 4000 else { return }
            if good.count < 100 {
                good.append(bytes)
            } else if Int.random(in: 0..<20, using: &random) == 0 {
                good[.random(in: 0..<100, using: &random)] = bytes
            }
        case .refused(let reason):
            report.refused += 1
            guard report.reasons.count < 200, report.reasons.insert(reason).inserted, bytes.count < 4000 else { return }
            pool.append(bytes)
        }
    }

    /// Checks one input, its time as well.
    ///
    /// - Throws: ``BrokenProperty``.
    public static func checked(_ bytes: [UInt8], _ target: FuzzTarget) throws {
        var best = Int64.max
        for _ in 0..<3 {
            best = min(best, try measured(bytes, target).time)
            if best <= limit(bytes, target) { return }
        }
        try judge(best, bytes, target)
    }

    private static func judge(_ time: Int64, _ bytes: [UInt8], _ target: FuzzTarget) throws {
        guard time <= limit(bytes, target) else {
            throw BrokenProperty("\(bytes.count) bytes took \(time / 1000) µs")
        }
    }

    /// In nanoseconds.
    private static func limit(_ bytes: [UInt8], _ target: FuzzTarget) -> Int64 {
        10_000_000 + Int64(bytes.count) * Int64(target.budget / .nanoseconds(1))
    }

    /// The processor's time, since other tests and other people use the machine too.
    private static func measured(
        _ bytes: [UInt8], _ target: FuzzTarget
    ) throws -> (outcome: FuzzTarget.Outcome, time: Int64) {
        let start = processorTime()
        let outcome = try target.check(bytes)
        return (outcome, processorTime() - start)
    }

    private static func processorTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension FuzzTarget {
    /// An input as small as a few hundred attempts make it that is still `bad`.
    static func smallest(_ bytes: [UInt8], isBad: ([UInt8]) -> Bool) -> [UInt8] {
        var (best, size, attempts) = (bytes, bytes.count / 2, 0)
        while size > 0, attempts < 600 {
            var start = 0
            while start < best.count, attempts < 600 {
                var shorter = best
                shorter.removeSubrange(start..<min(start + size, best.count))
                attempts += 1
                if isBad(shorter) { best = shorter } else { start += size }
            }
            size /= 2
        }
        return best
    }
}
