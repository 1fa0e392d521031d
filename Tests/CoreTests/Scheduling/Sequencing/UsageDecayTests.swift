import Testing

@testable import Core

@Suite("Decayed usage")
struct UsageDecayTests {
    private static let decay = UsageDecay(halfLife: 1000)
    private static let now = UnixTime(microseconds: 1_000_000_000_000)

    private static func usage(_ part: Int64, _ whole: Int64, from: Int64, to: Int64) -> Double {
        decay.usage(
            of: Share(part: part, whole: whole), from: now.adding(seconds: -from), to: now.adding(seconds: -to),
            at: now)
    }

    @Test(
        "each half-life backwards counts half of the one after it, by the share that was held",
        arguments: [
            (1, 1, 1000, 0, 0.5), (1, 1, 2000, 1000, 0.25), (1, 1, 2000, 0, 0.75), (1, 4, 1000, 0, 0.125),
            (3, 4, 3000, 2000, 0.09375), (1, 1, 0, 0, 0), (0, 1, 1000, 0, 0),
        ] as [(Int64, Int64, Int64, Int64, Double)])
    func exact(part: Int64, whole: Int64, from: Int64, to: Int64, expected: Double) {
        #expect(Self.usage(part, whole, from: from, to: to) == expected)
    }

    @Test("holding all there is for ever counts as one, and what has not come yet as nothing")
    func bounds() {
        #expect(Self.usage(1, 1, from: 900_000_000, to: 0) == 1)
        #expect(Self.usage(1, 1, from: 0, to: -5000) == 0)
        #expect(Self.usage(1, 1, from: 1000, to: -5000) == 0.5)
        #expect(Self.usage(1, 1, from: 0, to: 1000) == 0)
    }

    @Test("use adds up, however it is cut")
    func additive() {
        let whole = Self.usage(1, 3, from: 7777, to: 11)
        let parts = Self.usage(1, 3, from: 7777, to: 3333) + Self.usage(1, 3, from: 3333, to: 11)
        #expect(abs(whole - parts) < 1e-12)
        #expect(UsageDecay.half(to: 0.5) == 0.5.squareRoot())
        #expect(abs(UsageDecay.half(to: 1.75) - 0.297301778750680) < 1e-14)
    }

    @Test("beyond the horizon less than a thousandth is left, for any half-life")
    func horizon() {
        #expect(Self.decay.horizon(at: Self.now) == Self.now.adding(seconds: -10_000))
        #expect(Self.usage(1, 1, from: 900_000_000, to: 10_000) < 0.001)
        #expect(UsageDecay(halfLife: .max).horizon(at: Self.now) < Self.now)
        #expect(UsageDecay(halfLife: 0).halfLife == 1)
    }
}
