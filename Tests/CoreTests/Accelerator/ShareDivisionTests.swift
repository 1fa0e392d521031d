import Testing

@testable import Core

/// One request of a device group: what is free in steps, what is asked, and what each device gives; nil is a refusal.
struct ShareVector: Sendable, CustomTestStringConvertible {
    let free: [Int64]
    let amount: Int64
    let minimum: Int64
    let shares: [Int64]?

    init(_ free: [Int64], ask amount: Int64, minimum: Int64 = 0, _ shares: [Int64]?) {
        self.free = free
        self.amount = amount
        self.minimum = minimum
        self.shares = shares
    }

    var testDescription: String { "\(amount) of \(free)" + (minimum > 0 ? " from \(minimum)" : "") }
}

@Suite("Shares of devices")
struct ShareDivisionTests {
    private static let filled: [ShareVector] = [
        .init([1, 1], ask: 1, [1, 0]), .init([1, 1], ask: 3, nil), .init([100, 100], ask: 130, [100, 30]),
        .init([0, 70], ask: 71, nil),
    ]

    @Test("Whole units fill one device after the other", arguments: filled)
    func fillDevices(_ vector: ShareVector) {
        #expect(ShareDivision(.fill).shares(of: vector.amount, among: vector.free) == vector.shares)
    }

    private static let even: [ShareVector] = [
        .init([1, 1], ask: 1, [1, 0]), .init([1, 1], ask: 3, nil), .init([100, 100], ask: 130, [65, 65]),
        .init([35, 35], ask: 15, [8, 7]), .init([27, 28], ask: 99, nil), .init([10, 10, 10], ask: 7, [3, 2, 2]),
        .init([7, 8, 8], ask: 23, [7, 8, 8]), .init([2, 2, 2, 2], ask: 4, [1, 1, 1, 1]),
        .init([1, 1, 1, 1], ask: 2, [1, 1, 0, 0]), .init([0, 0, 1, 1], ask: 3, nil),
        .init([0, 0, 1, 1], ask: 2, [0, 0, 1, 1]), .init([5, 1], ask: 4, [3, 1]),
    ]

    @Test("Whole units are spread over all devices", arguments: even)
    func spread(_ vector: ShareVector) {
        #expect(ShareDivision(.evenly).shares(of: vector.amount, among: vector.free) == vector.shares)
    }

    /// In hundredths.
    private static let fractions: [ShareVector] = [
        .init([5, 10, 20, 30, 0], ask: 66, nil), .init([5, 10, 20, 30, 0], ask: 6, minimum: 60, nil),
        .init([5, 10, 20, 30, 0], ask: 20, [0, 0, 20, 0, 0]),
        .init([5, 10, 20, 30, 0], ask: 20, minimum: 25, [0, 0, 0, 20, 0]),
        .init([5, 10, 20, 30, 0], ask: 50, [0, 0, 20, 30, 0]), .init([5, 10, 20, 30, 0], ask: 65, [5, 10, 20, 30, 0]),
        .init([5, 10, 20, 30, 0], ask: 60, minimum: 10, [0, 10, 20, 30, 0]),
        .init([30, 30, 90], ask: 100, [30, 30, 40]),
        .init([80, 75, 70, 30, 0], ask: 231, [67, 67, 67, 30, 0]),
        .init([80, 75, 70, 30, 0], ask: 200, [67, 67, 66, 0, 0]),
        .init([200, 300, 300, 500], ask: 600, [0, 300, 300, 0]),
        .init([100, 150, 200, 300, 300, 400, 450, 500, 500], ask: 600, minimum: 250, [0, 0, 0, 300, 300, 0, 0, 0, 0]),
        .init(
            [100, 150, 200, 300, 300, 400, 450, 500, 500], ask: 1100, minimum: 84, [0, 0, 0, 275, 275, 275, 275, 0, 0]),
        .init([30, 20, 10], ask: 20, [0, 20, 0]), .init([30, 20, 10], ask: 30, [30, 0, 0]),
        .init([30, 20, 10], ask: 50, [30, 20, 0]), .init([30, 20, 10], ask: 60, [30, 20, 10]),
        .init([30, 30], ask: 30, [30, 0]), .init([30, 30], ask: 50, [25, 25]), .init([30, 30], ask: 60, [30, 30]),
        .init([100, 100], ask: 50, [50, 0]), .init([100, 100], ask: 150, [75, 75]), .init([100, 100], ask: 399, nil),
        // In steps of .25 the original rounds 1.75 to 1.5; here it is exact.
        .init([4, 4], ask: 7, [4, 3]),
    ]

    @Test("Fractions are as equal as can be, on few devices, and leave the freest whole", arguments: fractions)
    func divideFractions(_ vector: ShareVector) {
        let division = ShareDivision(.evenly, of: .fractional)
        #expect(division.shares(of: vector.amount, among: vector.free, minimum: vector.minimum) == vector.shares)
    }

    @Test("Fractions of equal devices use as few of them as there must be")
    func equalDevices() {
        let shares = ShareDivision(.evenly, of: .fractional).shares(of: 600, among: Array(repeating: 100, count: 8))
        #expect(shares?.sorted() == [0, 0, 100, 100, 100, 100, 100, 100])
    }

    @Test("Small fractions are taken from the tightest device")
    func tightestFirst() {
        var free: [Int64] = [5, 10, 20, 30, 0]
        for _ in 0..<20 {
            let shares = ShareDivision(.evenly, of: .fractional).shares(of: 1, among: free) ?? []
            free = zip(free, shares).map { $0 - $1 }
        }
        #expect(free == [0, 0, 15, 30, 0])
    }

    @Test("Fractions that fill take the freest device first, and no more devices than they must")
    func fractionsFill() {
        let division = ShareDivision(.fill, of: .fractional)
        #expect(division.shares(of: 150, among: [100, 100]) == [100, 50])
        #expect(division.shares(of: 150, among: [0, 50]) == nil)
        #expect(
            division.shares(of: 795, among: Array(repeating: 100, count: 8)) == [100, 100, 100, 100, 100, 100, 100, 95])
        #expect(division.shares(of: 7, among: [4, 4]) == [4, 3])
        var free: [Int64] = [100_000, 100_000]
        for _ in 0..<1000 {
            let shares = division.shares(of: 1, among: free) ?? []
            free = zip(free, shares).map { $0 - $1 }
        }
        #expect(free == [99_500, 99_500])
        for amount in Int64(1)...80 {
            let shares = division.shares(of: amount, among: Array(repeating: 10, count: 8)) ?? []
            #expect(shares.count { $0 > 0 } == Int((amount + 9) / 10))
        }
    }

    /// In tenths of devices of ten.
    private static let guarded: [ShareVector] = [
        .init([5, 10, 10, 10], ask: 14, [0, 7, 7, 0]), .init([7, 7, 10, 10], ask: 20, [0, 0, 10, 10]),
        .init([9, 10], ask: 14, [7, 7]), .init([5, 5], ask: 10, nil), .init([3, 4, 10], ask: 14, nil),
        .init([5, 9], ask: 5, [5, 0]),
    ]

    @Test("Where fragments are not allowed, an amount is had in equal shares or not at all", arguments: guarded)
    func fragments(_ vector: ShareVector) {
        let division = ShareDivision(.evenly, of: .fractional, allowsFragments: false)
        #expect(division.shares(of: vector.amount, among: vector.free, capacity: 10) == vector.shares)
    }

    @Test("Nothing, less than nothing and nobody's devices give no shares")
    func nothing() {
        for strategy in AllocationStrategy.allCases {
            #expect(ShareDivision(strategy).shares(of: 0, among: [1]) == nil)
            #expect(ShareDivision(strategy).shares(of: -1, among: [1]) == nil)
            #expect(ShareDivision(strategy).shares(of: 1, among: []) == nil)
            #expect(ShareDivision(strategy).shares(of: .max, among: [.max, .max])?.reduce(0, +) == .max)
        }
    }
}
