/// A condition on one argument of a system call, of which the kernel uses the lower 32 bits.
///
/// All arguments that can be examined here are C `int`s. A comparison of the whole register would let
/// `TIOCSTI | 1 << 32` pass as something else than TIOCSTI, though the kernel takes it for that
/// (CVE-2019-10063); so a condition never looks at the upper half.
public struct SystemCallCondition: Sendable, Hashable {
    /// What the argument must be for the call to be allowed.
    public enum Test: Sendable, Hashable {
        /// One of these values.
        case oneOf(Set<UInt32>)
        /// None of these values.
        case noneOf(Set<UInt32>)
        /// A value in which none of these bits is set.
        case withoutBits(UInt32)
    }

    /// Which argument, from 0 to 5.
    public let argument: Int
    /// What it must be.
    public let test: Test

    /// Makes a condition on the argument with this number, counted from 0.
    public init(argument: Int, test: Test) {
        self.argument = argument
        self.test = test
    }

    /// The patterns of which one matches when the call is allowed; no two match the same value.
    var allowedPatterns: [ArgumentPattern] {
        switch test {
        case .oneOf(let values): ArgumentPattern.matching(values)
        case .noneOf(let values): ArgumentPattern.complement(of: values)
        case .withoutBits(let bits): [ArgumentPattern(mask: bits, value: 0)]
        }
    }

    /// The patterns of which one matches when the call is refused; with the others they cover every value once.
    var refusedPatterns: [ArgumentPattern] {
        switch test {
        case .oneOf(let values): ArgumentPattern.complement(of: values)
        case .noneOf(let values): ArgumentPattern.matching(values)
        case .withoutBits(let bits): ArgumentPattern.anySet(of: bits)
        }
    }
}
