/// Random numbers that are the same for a seed everywhere and always.
///
/// - SeeAlso: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number of at least 0 and less than 1, each multiple of 2⁻⁵³ as likely as the others.
    ///
    /// The standard library's own way may change with its version, and a trace must not.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number of at least 0 and less than `count`.
    public mutating func index(below count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
