/// Makes traces: the model of `docs/scheduling.md`.
///
/// Sessions arrive by a Poisson process, ask for 2^k cores with k uniform from 0 to the logarithm of the cluster, and run
/// for a time that is log-uniform from 10 s to 10 h. They declare a limit of their run time × uniform(1, 5). One in five
/// has several kernels.
public struct TraceModel: Sendable {
    private static let shortest = 10.0
    private static let longest = 36000.0
    private static let users = 20
    private static let images = 5
    private static let gangs = 0.2

    /// The cluster that is to be kept busy.
    public let cluster: SimulatedCluster
    /// The work that is submitted in a time, as a part of what the cluster can do in it.
    public let load: Double

    /// The logarithm of the cores of an agent, and of the number of agents, each rounded down.
    private let (coreBits, agentBits): (Int, Int)

    /// A model for a cluster and a load of more than 0.
    public init(cluster: SimulatedCluster, load: Double = 0.95) {
        self.cluster = cluster
        self.load = load
        coreBits = Int.bitWidth - 1 - max(cluster.cores, 1).leadingZeroBitCount
        agentBits = Int.bitWidth - 1 - max(cluster.agents, 1).leadingZeroBitCount
    }

    /// The mean time between two submissions, in seconds.
    var meanInterval: Double {
        let sizes = coreBits + agentBits + 1
        let meanSize = Double(1 << sizes - 1) / Double(sizes)
        let meanRun =
            (TraceModel.longest - TraceModel.shortest)
            / (TraceModel.longest / TraceModel.shortest).naturalLogarithm
        return meanSize * meanRun / (load * Double(cluster.agents * cluster.cores))
    }

    /// A trace of so many sessions, the same one for the same seed.
    public func trace(of count: Int, seed: UInt64) -> Trace {
        var random = SplitMix64(seed: seed)
        var now = 0.0
        let interval = meanInterval
        return Trace(
            (0..<count).map { number in
                now += -(1 - random.unit()).naturalLogarithm * interval
                return session(number, at: now, &random)
            })
    }

    private func session(_ number: Int, at seconds: Double, _ random: inout SplitMix64) -> TraceSession {
        let exponent = random.index(below: coreBits + agentBits + 1)
        let ratio = (TraceModel.longest / TraceModel.shortest).naturalLogarithm
        let run = TraceModel.shortest * (random.unit() * ratio).exponential
        let limit = run * (1 + 4 * random.unit())
        let kernelBits = kernelBits(of: exponent, &random)
        let user = random.index(below: TraceModel.users)
        let milliseconds = Int64((run * 1000).rounded(.up))
        return TraceSession(
            name: "g\(number + 1)", submitted: UnixTime(microseconds: Int64(seconds * 1000) * 1000),
            user: "user-\(user + 1)", group: "group-\(user % 4 + 1)",
            image: "image-\(random.index(below: TraceModel.images) + 1)", kernels: 1 << kernelBits,
            slots: ResourceSlots([.cpu: Quantity(Int64(1) << (exponent - kernelBits))]),
            mode: .multiNode, runTime: .milliseconds(milliseconds),
            limit: TimeSpan(seconds: max(Int64(limit.rounded(.up)), (milliseconds + 999) / 1000)))
    }

    /// The logarithm of how many kernels a session of 2^`exponent` cores has.
    ///
    /// What is larger than an agent takes whole agents. Of the others so many are gangs that one session in five is one; where
    /// more than that are larger than an agent, none of the others is.
    private func kernelBits(of exponent: Int, _ random: inout SplitMix64) -> Int {
        let draw = (random.unit(), random.unit())
        if exponent > coreBits { return exponent - coreBits }
        let (sizes, most) = (Double(coreBits + agentBits + 1), min(exponent, agentBits))
        let chance = (TraceModel.gangs * sizes - Double(agentBits)) / Double(max(coreBits, 1))
        return most > 0 && draw.0 < chance ? 1 + min(Int(draw.1 * Double(most)), most - 1) : 0
    }
}
