import Core

/// A cluster to measure the scheduler on: agents of three kinds, owners with limits at every scope.
struct BenchmarkCluster {
    private static let gpu = SlotName("cuda.shares")
    private static let owners = 1000

    private let agents: [AgentSnapshot]
    private let rules = [gpu: SlotRules(quantum: Quantity(thousandths: 100), granularity: .fractional)]

    /// So many agents: half of them with processors alone, the others with two or eight GPUs that are shared in tenths.
    init(agents count: Int) {
        agents = (0..<count).map { index in
            var devices = [
                Device(id: DeviceID(rawValue: "cpu:0"), slot: .cpu, capacity: Quantity(64), node: 0),
                Device(id: DeviceID(rawValue: "mem:0"), slot: .mem, capacity: Quantity(256 << 30), node: 0),
            ]
            for gpu in 0..<[0, 2, 0, 8][index % 4] {
                let id = DeviceID(rawValue: "gpu:\(gpu)")
                devices.append(Device(id: id, slot: Self.gpu, capacity: Quantity(1), node: gpu / 4))
            }
            return AgentSnapshot(
                id: AgentID(rawValue: "i-agent\(100_000 + index)"), architecture: "x86_64", devices: devices,
                maximumKernels: 100)
        }
    }

    /// Places `count` sessions in one cycle, three times; then as many again behind a full cluster, then single ones.
    func measure(sessions count: Int, by sequencer: Sequencer) -> JSONValue {
        var rates: [Double] = []
        var plan = Plan()
        var scheduler = Scheduler()
        var random = SplitMix64(seed: 1)
        for _ in 0..<3 {
            random = SplitMix64(seed: 1)
            scheduler = filled(count, by: sequencer, &random)
            let filling = ContinuousClock().measure { plan = scheduler.plan(at: UnixTime(microseconds: 1)) }
            rates.append(Double(plan.placements.count) / (filling / .seconds(1)))
        }
        rates.sort()
        let placed = plan.placements.count
        let clock = ContinuousClock()
        // What does not fit any more is refused, with its reason.
        var number = count
        var refused = 0
        var refusing = Duration.zero
        for _ in 0..<20 {
            for _ in 0..<count / 10 {
                scheduler.enqueue(session(number, &random))
                number += 1
            }
            refusing += clock.measure { plan = scheduler.plan(at: UnixTime(microseconds: Int64(number))) }
            refused += plan.waiting.count
            if scheduler.waitingCount >= count { break }
        }
        var singles: [Double] = []
        let patience = clock.now + .seconds(5)
        for _ in 0..<5000 where clock.now < patience {
            let session = session(number, &random)
            number += 1
            let time = clock.measure {
                scheduler.enqueue(session)
                plan = scheduler.plan(at: UnixTime(microseconds: Int64(number)))
            }
            singles.append(time / .microseconds(1))
        }
        var releases: [Double] = []
        for held in scheduler.heldSessions.sorted(by: { $0.id < $1.id }).prefix(200)
        where clock.now < patience + .seconds(5) {
            let time = clock.measure {
                scheduler.release(held.id)
                plan = scheduler.plan(at: UnixTime(microseconds: Int64(number)))
            }
            releases.append(time / .microseconds(1))
        }
        let explanations = explanations(scheduler, at: UnixTime(microseconds: Int64(number)), before: number)
        singles.sort()
        releases.sort()
        return [
            "placed": .integer(Int64(placed)), "placed_per_second": .array(rates.map { .number($0.rounded()) }),
            "refused": .integer(Int64(refused)),
            "refused_per_second": .number(Double(refused) / (refusing / .seconds(1))),
            "waiting": .integer(Int64(scheduler.waitingCount)),
            "why_us": .object(Self.percentiles(explanations)),
            "one_new_us": .object(Self.percentiles(singles)), "one_ended_us": .object(Self.percentiles(releases)),
        ]
    }

    /// How long it takes to say why a session waits, in microseconds and ascending.
    private func explanations(_ scheduler: Scheduler, at now: UnixTime, before end: Int) -> [Double] {
        let clock = ContinuousClock()
        var times: [Double] = []
        var random = SplitMix64(seed: 7)
        let patience = clock.now + .seconds(5)
        while times.count < 200, clock.now < patience {
            let number = Int.random(in: 0..<end, using: &random)
            var isWaiting = false
            let time = clock.measure { isWaiting = scheduler.explain(Self.id(number), at: now) != nil }
            if isWaiting { times.append(time / .microseconds(1)) }
        }
        return times.sorted()
    }

    private static func id(_ number: Int) -> SessionID {
        SessionID(rawValue: "00000000-0000-4000-8000-\(100_000_000_000 + number)")
    }

    /// A scheduler for which so many sessions wait.
    private func filled(_ count: Int, by sequencer: Sequencer, _ random: inout SplitMix64) -> Scheduler {
        var scheduler = Scheduler()
        let options = SchedulingOptions(sequencer: sequencer, preemption: .terminate, pendingTimeout: 86400)
        scheduler.set(options, of: "default")
        for agent in agents { scheduler.set(agent, rules: rules) }
        setLimits(&scheduler)
        for number in 0..<count { scheduler.enqueue(session(number, &random)) }
        return scheduler
    }

    private static func percentiles(_ sorted: [Double]) -> [JSONValue.Member] {
        [("p50", 0.5), ("p99", 0.99), ("max", 1)].map { name, part in
            .init(name, .number(sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]))
        }
    }

    private func setLimits(_ scheduler: inout Scheduler) {
        for owner in 0..<Self.owners {
            let limits = ScopeLimits(
                slots: ResourceSlots([.cpu: Quantity(100_000), .mem: Quantity(1 << 50), Self.gpu: Quantity(10_000)]),
                sessions: 1_000_000, usage: Double(owner % 17))
            scheduler.set(limits, of: .keypair(AccessKey(rawValue: "AKIA\(owner)")))
            scheduler.set(limits, of: .user("user-\(owner)"))
        }
        let limits = ScopeLimits(slots: ResourceSlots([.cpu: Quantity(1 << 40)]))
        for group in 0..<50 { scheduler.set(limits, of: .group("group-\(group)")) }
        scheduler.set(limits, of: .domain("default"))
    }

    private func session(_ number: Int, _ random: inout SplitMix64) -> PendingSession {
        let owner = Int.random(in: 0..<Self.owners, using: &random)
        var slots = ResourceSlots([
            .cpu: Quantity([1, 2, 4, 8][Int.random(in: 0..<4, using: &random)]),
            .mem: Quantity([1, 4, 16][Int.random(in: 0..<3, using: &random)] << 30),
        ])
        if number % 5 == 0 {
            slots[Self.gpu] = Quantity(thousandths: [200, 500, 1000][Int.random(in: 0..<3, using: &random)])
        }
        let limit = number % 2 == 0 ? Int64.random(in: 60...36000, using: &random) : nil
        return PendingSession(
            id: Self.id(number),
            holder: SessionHolder(
                keypair: AccessKey(rawValue: "AKIA\(owner)"), user: "user-\(owner)", group: "group-\(owner % 50)",
                domain: "default"),
            kernels: [
                KernelRequest(
                    kernel: KernelID(rawValue: "00000000-0000-4000-9000-\(100_000_000_000 + number)"),
                    architecture: "x86_64", slots: slots)
            ],
            priority: number % 10 == 0 ? 20 : 10, since: UnixTime(microseconds: Int64(number)), timeLimit: limit)
    }
}
