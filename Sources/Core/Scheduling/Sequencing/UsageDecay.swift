/// How much of what somebody has used still counts: half as much with every half-life that has passed since.
///
/// Measured so that holding all there is for ever counts as 1, which makes numbers of different half-lives comparable.
public struct UsageDecay: Sendable, Equatable {
    /// The seconds after which use counts half.
    public let halfLife: Int64

    /// Use counts half after so many seconds, from one to more than anybody has.
    public init(halfLife: Int64) {
        // Two thousand years, of which ten fit into a time.
        self.halfLife = max(1, min(halfLife, 1 << 36))
    }

    /// How much a part of the whole counts that was held for some time.
    ///
    /// - Parameters:
    ///   - share: The part.
    ///   - began: When that began.
    ///   - ended: When it ended; what is later than now has not come yet.
    ///   - now: The present moment.
    /// - Returns: From 0 to the share.
    public func usage(of share: Share, from began: UnixTime, to ended: UnixTime, at now: UnixTime) -> Double {
        let (first, last) = (weight(of: began, at: now), weight(of: ended, at: now))
        return max(0, last - first) * Double(share.part) / Double(share.whole)
    }

    /// The moment before which nothing counts any more: then it is less than a thousandth.
    public func horizon(at now: UnixTime) -> UnixTime { now.adding(seconds: -10 * halfLife) }

    /// How much of a use that goes on for ever from `moment` backwards counts now.
    private func weight(of moment: UnixTime, at now: UnixTime) -> Double {
        guard moment < now else { return 1 }
        return UsageDecay.half(to: (now - moment) / .seconds(halfLife))
    }

    /// One half to the power of something that is not negative.
    ///
    /// By square roots, which every machine rounds alike, and exact for whole powers.
    static func half(to power: Double) -> Double {
        guard power < 1100 else { return 0 }
        var result = 1.0
        let whole = Int(power)
        for _ in 0..<whole { result /= 2 }
        var (rest, root) = (power - Double(whole), 0.5)
        for _ in 0..<52 where rest > 0 {
            root = root.squareRoot()
            rest *= 2
            guard rest >= 1 else { continue }
            result *= root
            rest -= 1
        }
        return result
    }
}
