extension Double {
    /// The natural logarithm of a positive number.
    ///
    /// The C library's differs in the last bit from version to version; these are sums and products alone, which IEEE 754
    /// makes the same everywhere, so that a seed makes the same trace.
    var naturalLogarithm: Double {
        guard self > 0, isFinite else { return self == 0 ? -.infinity : self > 0 ? self : .nan }
        var (mantissa, exponent) = (significand, self.exponent)
        if mantissa > 1.414213562373095 {
            mantissa /= 2
            exponent += 1
        }
        // ln m = 2 artanh z, by its series.
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var (power, sum) = (ratio, 0.0)
        for divisor in stride(from: 1.0, through: 25, by: 2) {
            sum += power / divisor
            power *= square
        }
        return 2 * sum + Double(exponent) * 0.6931471805599453
    }

    /// e to the power of this.
    var exponential: Double {
        if self < -745 { return 0 }
        if self > 709 { return .infinity }
        let exponent = (self / 0.6931471805599453).rounded()
        // The logarithm of 2 in two parts, the first of which times an exponent is exact.
        let rest = self - exponent * 0x1.62e42feep-1 - exponent * 0x1.a39ef35793c76p-33
        var (term, sum) = (1.0, 1.0)
        for divisor in stride(from: 1.0, through: 20, by: 1) {
            term *= rest / divisor
            sum += term
        }
        return Double(sign: .plus, exponent: Int(exponent), significand: sum)
    }
}
