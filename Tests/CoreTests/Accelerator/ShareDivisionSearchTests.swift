import TestSupport
import Testing

@testable import Core

/// Divisions held against every possible one, on small random cases that are the same at each run.
@Suite("Shares of devices, against all that there could be")
struct ShareDivisionSearchTests {
    private struct Case {
        let seed: Int
        let free: [Int64]
        let amount: Int64
        let minimum: Int64
    }

    private static let cases = (0..<2000).map { seed in
        var random = SeededGenerator(seed: UInt64(seed))
        let free = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int64.random(in: 0...6, using: &random) }
        return Case(
            seed: seed, free: free, amount: Int64.random(in: 1...16, using: &random),
            minimum: Bool.random(using: &random) ? 0 : Int64.random(in: 0...4, using: &random))
    }

    /// Every way to take `amount`.
    private static func divisions(of amount: Int64, among free: ArraySlice<Int64>, minimum: Int64) -> [[Int64]] {
        guard let first = free.first else { return amount == 0 ? [[]] : [] }
        let most = first >= minimum ? min(first, amount) : 0
        return (0...most).flatMap { share in
            divisions(of: amount - share, among: free.dropFirst(), minimum: minimum).map { [share] + $0 }
        }
    }

    private static func all(_ one: Case) -> [[Int64]] {
        divisions(of: one.amount, among: one.free[...], minimum: one.minimum)
    }

    private static func used(_ shares: [Int64]) -> [Int64] { shares.filter { $0 > 0 } }

    private static func spread(_ shares: [Int64]) -> Int64 {
        (used(shares).max() ?? 0) - (used(shares).min() ?? 0)
    }

    @Test("what there is, is given, whatever the strategy", arguments: AllocationStrategy.allCases)
    func completeness(strategy: AllocationStrategy) {
        for granularity in [DeviceGranularity.discrete, .fractional] {
            for one in Self.cases {
                let shares = ShareDivision(strategy, of: granularity)
                    .shares(of: one.amount, among: one.free, minimum: one.minimum)
                let possible = Self.all(one)
                guard let shares else {
                    #expect(possible.isEmpty, "seed \(one.seed)")
                    continue
                }
                #expect(possible.contains(shares), "seed \(one.seed)")
            }
        }
    }

    @Test("filling needs no more devices than must be")
    func fewest() {
        for one in Self.cases {
            guard let shares = ShareDivision(.fill).shares(of: one.amount, among: one.free, minimum: one.minimum)
            else { continue }
            let fewest = Self.all(one).map { Self.used($0).count }.min()
            #expect(Self.used(shares).count == fewest, "seed \(one.seed)")
        }
    }

    @Test("whole units are spread so that the largest share is as small, and the smallest as large, as can be")
    func level() {
        for one in Self.cases {
            guard let shares = ShareDivision(.evenly).shares(of: one.amount, among: one.free, minimum: one.minimum)
            else { continue }
            let usable = one.free.indices.filter { one.free[$0] > 0 && one.free[$0] >= one.minimum }
            let possible = Self.all(one)
            #expect(shares.max() == possible.compactMap { $0.max() }.min(), "seed \(one.seed)")
            let least = usable.map { shares[$0] }.min()
            #expect(least == possible.compactMap { division in usable.map { division[$0] }.min() }.max())
        }
    }

    @Test("fractions differ as little as can be, then are few, then leave the freest devices whole")
    func closest() {
        for one in Self.cases {
            let division = ShareDivision(.evenly, of: .fractional)
            guard let shares = division.shares(of: one.amount, among: one.free, minimum: one.minimum) else { continue }
            func rank(_ shares: [Int64]) -> [Int64] {
                let taken = shares.indices.filter { shares[$0] > 0 }.map { one.free[$0] }
                return [Self.spread(shares), Int64(taken.count), taken.reduce(0, +)]
            }
            let best = Self.all(one).map(rank).min { $0.lexicographicallyPrecedes($1) }
            #expect(rank(shares) == best, "seed \(one.seed)")
        }
    }

    @Test("without fragments, an amount is refused exactly when no number of devices has equal shares of it")
    func fragments() {
        let capacity: Int64 = 6
        for one in Self.cases {
            let shares = ShareDivision(.evenly, of: .fractional, allowsFragments: false)
                .shares(of: one.amount, among: one.free, minimum: one.minimum, capacity: capacity)
            let fewest = Int((one.amount + capacity - 1) / capacity)
            let possible = Self.all(one).contains { division in
                let count = Self.used(division).count
                return Self.spread(division) <= 1 && (fewest == 1 ? count == 1 : count >= fewest)
            }
            #expect((shares != nil) == possible, "seed \(one.seed)")
        }
    }
}
