/// The values of which the bits in `mask` are those of `value`.
///
/// libseccomp can test for that and has no test for its contrary, and two tests of one argument cannot be
/// joined by "and". So what is not to match is written as patterns too, in such a way that no value matches
/// two of them and their order does not matter.
struct ArgumentPattern: Hashable {
    let mask: UInt32
    let value: UInt32

    /// Whether the pattern matches.
    func matches(_ argument: UInt32) -> Bool {
        argument & mask == value
    }

    /// One pattern for each value, in ascending order.
    static func matching(_ values: Set<UInt32>) -> [ArgumentPattern] {
        values.sorted().map { ArgumentPattern(mask: .max, value: $0) }
    }

    /// Patterns for every value but these.
    ///
    /// Walks down the binary tree of the values, highest bit first; each branch that leads to none of them is
    /// one pattern. A single value makes 32.
    static func complement(of values: Set<UInt32>) -> [ArgumentPattern] {
        guard !values.isEmpty else { return [ArgumentPattern(mask: 0, value: 0)] }
        var patterns: [ArgumentPattern] = []
        func descend(_ values: [UInt32], bit: UInt32, prefix: UInt32) {
            for branch: UInt32 in [0, 1] {
                let value = prefix | branch << bit
                let mask = UInt32.max << bit
                let matching = values.filter { $0 & mask == value }
                if matching.isEmpty {
                    patterns.append(ArgumentPattern(mask: mask, value: value))
                } else if bit > 0 {
                    descend(matching, bit: bit - 1, prefix: value)
                }
            }
        }
        descend(values.sorted(), bit: 31, prefix: 0)
        return patterns
    }

    /// Patterns for every value in which at least one of the bits is set: one for each bit that is the lowest set.
    static func anySet(of bits: UInt32) -> [ArgumentPattern] {
        (0..<32).map { UInt32(1) << $0 }.filter { $0 & bits != 0 }.map { bit in
            ArgumentPattern(mask: bits & (bit | (bit &- 1)), value: bit)
        }
    }
}
