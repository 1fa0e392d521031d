/// What can be said of many numbers.
public struct Distribution: Sendable, Equatable {
    /// How many there are.
    public let count: Int
    /// Their mean; this and all that follow are 0 where there is none.
    public let mean: Double
    /// Half of them are no greater.
    public let median: Double
    /// Nine in ten are no greater.
    public let p90: Double
    /// All but one in a hundred are no greater.
    public let p99: Double
    /// The greatest.
    public let maximum: Double

    /// Describes numbers, which are all finite.
    public init(_ numbers: [Double]) {
        let sorted = numbers.sorted()
        count = sorted.count
        mean = sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count)
        func part(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[max(0, Int((part * Double(sorted.count)).rounded(.up)) - 1)]
        }
        (median, p90, p99) = (part(0.5), part(0.9), part(0.99))
        maximum = sorted.last ?? 0
    }

    /// Jain's index of how equal numbers are: 1 when all are, 1/n when one of n has everything.
    ///
    /// - SeeAlso: Jain, Chiu and Hawe, A quantitative measure of fairness and discrimination, DEC-TR-301, 1984.
    public static func fairness(of numbers: [Double]) -> Double {
        let (sum, squares) = (numbers.reduce(0, +), numbers.reduce(0) { $0 + $1 * $1 })
        return squares > 0 ? sum * sum / (Double(numbers.count) * squares) : 1
    }
}
