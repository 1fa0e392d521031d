/// Divides an amount among devices.
///
/// Amounts are whole numbers of steps: bytes, cores, or quanta of a fractional device. What a division returns adds up to
/// what was asked, exactly; nothing is rounded.
public struct ShareDivision: Sendable {
    /// How the amount is divided.
    public let strategy: AllocationStrategy
    /// What the devices' parts are.
    public let granularity: DeviceGranularity
    /// Whether a fractional amount may be pieced together from unequal remainders of devices.
    public let allowsFragments: Bool

    /// A division by these rules.
    public init(
        _ strategy: AllocationStrategy, of granularity: DeviceGranularity = .discrete, allowsFragments: Bool = true
    ) {
        self.strategy = strategy
        self.granularity = granularity
        self.allowsFragments = allowsFragments
    }

    /// The share of each device.
    ///
    /// Whenever the devices together have enough, there is a division; only where fragments are not allowed, or devices are
    /// too small, may there be none.
    ///
    /// - Parameters:
    ///   - amount: The steps asked for; more than none.
    ///   - free: The steps that each device has free. Where nothing else decides, earlier devices give first.
    ///   - minimum: Devices with fewer steps free than this give nothing.
    ///   - capacity: The steps of a whole device, against which fragments are judged; nil for the freest one's.
    /// - Returns: As many shares as there are devices, or nil when there is no division.
    public func shares(
        of amount: Int64, among free: [Int64], minimum: Int64 = 0, capacity: Int64? = nil
    ) -> [Int64]? {
        let usable = free.indices.filter { free[$0] > 0 && free[$0] >= minimum }
        // Freest first; of equal ones the first.
        let freest = usable.sorted { free[$0] != free[$1] ? free[$0] > free[$1] : $0 < $1 }
        guard amount > 0, freest.total(of: free) >= Int128(amount) else { return nil }
        if granularity == .fractional, !allowsFragments {
            let whole = capacity ?? free[freest[0]]
            guard EqualShares(amount: amount, capacity: whole).fit(freest.map { free[$0] }) else { return nil }
        }
        var shares = [Int64](repeating: 0, count: free.count)
        for (device, share) in division(of: amount, among: freest, free) { shares[device] = share }
        return shares
    }

    private func division(of amount: Int64, among freest: [Int], _ free: [Int64]) -> [(device: Int, share: Int64)] {
        switch (strategy, granularity) {
        case (.fill, _): filled(amount, freest, free)
        case (.evenly, .discrete): level(amount, freest, free)
        case (.evenly, .fractional): closest(amount, freest, free)
        }
    }

    private func filled(_ amount: Int64, _ freest: [Int], _ free: [Int64]) -> [(device: Int, share: Int64)] {
        var rest = amount
        return freest.prefix { _ in rest > 0 }.map { device in
            let share = min(rest, free[device])
            rest -= share
            return (device, share)
        }
    }

    /// All of `freest` up to one level, the freest one step above it where the amount does not divide.
    private func level(_ amount: Int64, _ freest: [Int], _ free: [Int64]) -> [(device: Int, share: Int64)] {
        var rest = amount
        var shares: [(device: Int, share: Int64)] = []
        for (position, device) in freest.enumerated().reversed() {
            let others = Int64(position) + 1
            let share = min(free[device], rest / others)
            shares.append((device, share))
            rest -= share
        }
        return shares.reversed()
    }

    /// The division whose shares differ least; of such the one over the fewest devices, and of such over the least free.
    ///
    /// For a number of devices, the freest ones divide best. Others that could give the same shares are then taken instead,
    /// so that the freest stay whole.
    private func closest(_ amount: Int64, _ freest: [Int], _ free: [Int64]) -> [(device: Int, share: Int64)] {
        var best: (spread: Int64, shares: [Int64])?
        for count in freest.indices.map({ $0 + 1 }) {
            let chosen = Array(freest.prefix(count))
            guard chosen.total(of: free) >= Int128(amount), Int64(count) <= amount else { continue }
            let shares = level(amount, chosen, free).map(\.share)
            let spread = (shares.max() ?? 0) - (shares.min() ?? 0)
            if best.map({ spread < $0.spread }) ?? true { best = (spread, shares) }
        }
        let shares = (best?.shares ?? []).sorted(by: >)
        let devices = least(free, of: freest, for: shares)
        return freest.filter(devices.contains).enumerated().map { ($1, shares[$0]) }
    }

    /// The devices with the least free that can give such shares, greatest first; of equal ones the first.
    private func least(_ free: [Int64], of freest: [Int], for shares: [Int64]) -> Set<Int> {
        var left = freest
        return Set(
            shares.compactMap { share in
                guard let amount = left.last(where: { free[$0] >= share }).map({ free[$0] }),
                    let position = left.firstIndex(where: { free[$0] == amount })
                else { return nil }
                return left.remove(at: position)
            })
    }
}

/// Whether an amount of a fractional device can be had in equal shares, as the original's guard against fragments asks.
///
/// An amount that one device could give is taken from one. A larger one goes in shares that differ by at most a step, over
/// the first number of devices, counted up from the fewest that could hold it, that has them.
struct EqualShares {
    let amount: Int64
    let capacity: Int64

    /// Whether `free`, greatest first, has such shares.
    func fit(_ free: [Int64]) -> Bool {
        let fewest = Int((amount - 1) / capacity) + 1
        guard fewest > 1 else { return free.first.map { $0 >= amount } ?? false }
        guard fewest <= free.count else { return false }
        return (fewest...free.count).contains { count in
            let (share, larger) = amount.quotientAndRemainder(dividingBy: Int64(count))
            return free.prefix(Int(larger)).allSatisfy { $0 > share } && free.prefix(count).allSatisfy { $0 >= share }
        }
    }
}

extension [Int] {
    fileprivate func total(of amounts: [Int64]) -> Int128 { reduce(0) { $0 + Int128(amounts[$1]) } }
}
